using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Query;

namespace Wallstreet.Web.Tests.Api;

public sealed class TableAndSqlApiTests
{
    [Fact]
    public async Task A_table_tells_its_versions_files_and_rows_at_any_version()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        JsonElement run = await program.RunAsync("""{"selection": "silver/bars"}""");

        JsonElement table = Assert.Single((await program.GetAsync("/api/tables")).EnumerateArray());
        JsonElement detail = await program.GetAsync("/api/tables/silver.bars");
        JsonElement history = await program.GetAsync("/api/tables/silver.bars/history");
        JsonElement files = await program.GetAsync("/api/tables/silver.bars/files");
        JsonElement preview = await program.GetAsync("/api/tables/silver.bars/preview?limit=3");
        JsonElement before = await program.GetAsync("/api/tables/silver.bars/preview?version=0");

        Assert.Equal(("silver.bars", "silver/bars", 20), (table.GetProperty("name").GetString(), table.GetProperty("asset").GetString(), table.GetProperty("rows").GetInt64()));
        Assert.Equal("session_date", detail.GetProperty("schema")[0].GetProperty("name").GetString());
        Assert.Equal(run.GetProperty("id").GetString(), history[0].GetProperty("runId").GetString());
        Assert.Equal(0, history[0].GetProperty("inputs").GetProperty("silver.bars").GetInt64());
        Assert.Equal(20, files.EnumerateArray().Sum(file => file.GetProperty("rows").GetInt64()));
        Assert.Equal((3, 0), (preview.GetProperty("rows").GetArrayLength(), preview.GetProperty("version").GetInt64()));
        Assert.Equal(JsonValueKind.String, preview.GetProperty("rows")[0][2].ValueKind);
        Assert.Equal(20, before.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task A_clustered_table_names_its_columns()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.Services.GetRequiredService<QueryEngine>().ExecuteAsync(
            "CREATE TABLE sandbox.t (s STRUCT<a: INT>, b INT) CLUSTER BY (s.a, b)", cancellationToken: TestContext.Current.CancellationToken);

        JsonElement detail = await program.GetAsync("/api/tables/sandbox.t");

        Assert.Equal(["s.a", "b"], detail.GetProperty("clusteringColumns").EnumerateArray().Select(static column => column.GetString()!));
    }

    [Theory]
    [InlineData("/api/tables/silver.none", 404)]
    [InlineData("/api/tables/silver.bars/preview?version=99", 404)]
    [InlineData("/api/tables/silver.bars/preview?timestamp=1999-01-01T00:00:00Z", 404)]
    [InlineData("/api/tables/silver.bars/preview?version=x", 400)]
    public async Task A_table_or_version_that_does_not_exist_is_a_problem(string path, int status)
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");

        Assert.Equal(status, (await program.RefusedAsync(path)).Status);
    }

    [Fact]
    public async Task SQL_answers_with_typed_columns_rows_and_the_versions_read()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");

        JsonElement result = await program.PostAsync("/api/sql", """{"sql": "SELECT symbol, session_date, close, volume FROM silver.bars ORDER BY 1, 2", "limit": 5}""");
        JsonElement earlier = await program.PostAsync("/api/sql", """{"sql": "SELECT count(*) FROM silver.bars", "knownAt": "0"}""");

        Assert.Equal(["VARCHAR", "DATE", "DECIMAL(18,4)"], result.GetProperty("columns").EnumerateArray().Take(3).Select(c => c.GetProperty("type").GetString()));
        Assert.Equal("""["AAA","2020-01-01","101.0000",0]""", result.GetProperty("rows")[0].GetRawText());
        Assert.Equal((5, true), (result.GetProperty("rows").GetArrayLength(), result.GetProperty("truncated").GetBoolean()));
        Assert.Equal(0, result.GetProperty("tables")[0].GetProperty("version").GetInt64());
        Assert.Equal(20, earlier.GetProperty("rows")[0][0].GetInt64());
    }

    [Theory]
    [InlineData("""{"sql": "SELECT 1 +\n FROM"}""", 400)]
    [InlineData("""{"sql": "DROP TABLE silver.bars"}""", 400)]
    [InlineData("""{"sql": "ALTER TABLE silver.bars ADD COLUMN x INT"}""", 400)]
    [InlineData("""{"sql": "OPTIMIZE silver.bars ZORDER BY (symbol)"}""", 400)]
    [InlineData("""{"sql": "VACUUM silver.bars LITE"}""", 400)]
    [InlineData("""{"sql": "/* x */ restore TABLE silver.bars TO VERSION AS OF 0"}""", 400)]
    [InlineData("""{"sql": "DESCRIBE HISTORY silver.none"}""", 404)]
    [InlineData("""{"sql": "DESCRIBE HISTORY silver.bars; DROP TABLE silver.bars"}""", 400)]
    [InlineData("""{"sql": "SELECT * FROM silver.none"}""", 404)]
    [InlineData("""{"sql": "SELECT * FROM read_csv('/etc/passwd')"}""", 400)]
    [InlineData("""{"sql": ""}""", 400)]
    [InlineData("""{"sql": "SELECT 1", "knownAt": "yesterday-ish"}""", 400)]
    public async Task SQL_that_cannot_be_run_is_a_problem(string body, int status)
    {
        await using TestProgram program = await TestProgram.StartAsync();

        (int given, JsonElement problem) = await program.RefusedAsync("/api/sql", body);

        Assert.True(given == status || (given is 400 or 422 && status == 400), problem.GetRawText());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task What_a_log_says_is_read_by_SQL_and_downloaded()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");

        JsonElement history = await program.PostAsync("/api/sql", """{"sql": "DESCRIBE HISTORY silver.bars LIMIT 1"}""");
        JsonElement detail = await program.PostAsync("/api/sql", """{"sql": "DESCRIBE DETAIL silver.bars"}""");
        JsonElement properties = await program.PostAsync("/api/sql", """{"sql": "SHOW TBLPROPERTIES silver.bars", "limit": 1}""");

        Assert.Equal(["version", "timestamp"], history.GetProperty("columns").EnumerateArray().Take(2).Select(static column => column.GetProperty("name").GetString()));
        Assert.Equal(0, history.GetProperty("rows")[0][0].GetInt64());
        Assert.Equal("silver.bars", history.GetProperty("tables")[0].GetProperty("name").GetString());
        Assert.Equal("delta", detail.GetProperty("rows")[0][0].GetString());
        Assert.True(properties.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task A_syntax_error_has_its_line()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        (_, JsonElement problem) = await program.RefusedAsync("/api/sql", """{"sql": "SELECT 1,\n  2 FRO x"}""");

        Assert.Equal(2, problem.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task A_result_is_drawn_from_SQL_or_from_its_rows_as_they_were_sent()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");

        JsonElement candles = await program.PostAsync("/api/sql/chart", """{"sql": "SELECT * FROM silver.bars WHERE symbol = 'AAA' ORDER BY session_date", "theme": "light"}""");
        JsonElement lines = await program.PostAsync("/api/sql/chart", """
            {"columns": [{"name": "d", "type": "DATE"}, {"name": "v", "type": "DECIMAL(18,4)"}], "rows": [["2020-01-01", "1.5"], ["2020-01-02", null]]}
            """);

        Assert.Equal("candlestick", candles.GetProperty("kind").GetString());
        Assert.Equal("#ffffff", candles.GetProperty("options").GetProperty("series")[0].GetProperty("itemStyle").GetProperty("color").GetString());
        Assert.Equal("line", lines.GetProperty("kind").GetString());
        Assert.Equal("[1.5,null]", lines.GetProperty("options").GetProperty("series")[0].GetProperty("data").GetRawText());
        Assert.Equal(422, (await program.RefusedAsync("/api/sql/chart", """{"sql": "SELECT 'x' AS a"}""")).Status);
        Assert.Equal(400, (await program.RefusedAsync("/api/sql/chart", """{"sql": "SELECT 1", "kind": "pie"}""")).Status);
        Assert.Equal(400, (await program.RefusedAsync("/api/sql/chart", "{}")).Status);
    }

    [Theory]
    [InlineData("csv", "text/csv", "symbol,n\nAAA,10\nBBB,10\n")]
    [InlineData("json", "application/json", "AAA")]
    [InlineData("arrow", "application/vnd.apache.arrow.stream", "")]
    public async Task A_result_is_downloaded_whole(string format, string type, string expected)
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");

        HttpResponseMessage response = await program.SendAsync(
            $"/api/sql/export?format={format}", """{"sql": "SELECT symbol, count(*) AS n FROM silver.bars GROUP BY 1 ORDER BY 1"}""");
        string text = (await response.Content.ReadAsStringAsync(TestProgram.Token)).ReplaceLineEndings("\n");

        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(400, (await program.RefusedAsync("/api/sql/export?format=xlsx", """{"sql": "SELECT 1"}""")).Status);
    }
}
