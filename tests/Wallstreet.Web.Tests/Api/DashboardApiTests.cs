using System.Text.Json;

namespace Wallstreet.Web.Tests.Api;

public sealed class DashboardApiTests
{
    private const string Yaml = """
        title: Bars
        tags: [test]
        parameters:
        - {name: symbol, kind: symbol, optionsSql: SELECT DISTINCT symbol FROM silver.bars ORDER BY 1}
        - {name: period, kind: date-range, default: {from: 2020-01-01, to: 2020-01-05}}
        - {name: many, kind: multi, options: [AAA, BBB], default: [AAA, BBB]}
        tiles:
        - {id: candles, kind: candlestick, at: {x: 0, y: 0, w: 12, h: 8}, volume: volume, sql: "SELECT * FROM silver.bars WHERE symbol = $symbol AND session_date BETWEEN $period_from AND $period_to ORDER BY session_date"}
        - {id: top, kind: kpi, at: {x: 12, y: 0, w: 12, h: 3}, value: top, format: price, sql: SELECT max(close) AS top FROM silver.bars}
        - {id: rows, kind: table, at: {x: 12, y: 3, w: 12, h: 5}, sql: "SELECT symbol, count(*) AS n FROM silver.bars WHERE symbol = ANY($many) GROUP BY 1 ORDER BY 1"}
        - {id: wrong, kind: line, at: {x: 0, y: 8, w: 12, h: 5}, x: session_date, y: clos, sql: "SELECT session_date, close FROM silver.bars"}
        """;

    [Fact]
    public async Task Before_the_lake_is_built_a_dashboard_is_shown_without_choices()
    {
        await using TestProgram program = await StartAsync();

        JsonElement dashboard = await program.GetAsync("/api/dashboards/bars");

        Assert.Equal(0, dashboard.GetProperty("parameters")[0].GetProperty("options").GetArrayLength());
        Assert.Equal(0, dashboard.GetProperty("knownAt").GetProperty("versions").GetArrayLength());
        Assert.Equal(404, (await program.RefusedAsync("/api/dashboards/bars/tiles/top", "{}")).Status);
    }

    [Fact]
    public async Task A_dashboard_tells_its_filters_layout_and_the_moments_it_can_go_back_to()
    {
        await using TestProgram program = await StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");

        JsonElement list = await program.GetAsync("/api/dashboards");
        JsonElement dashboard = await program.GetAsync("/api/dashboards/bars");

        Assert.Equal(["Bars"], list.EnumerateArray().Select(d => d.GetProperty("title").GetString()));
        JsonElement symbol = dashboard.GetProperty("parameters")[0];
        Assert.Equal(["AAA", "BBB"], symbol.GetProperty("options").EnumerateArray().Select(o => o.GetProperty("value").GetString()));
        Assert.Equal("AAA", symbol.GetProperty("default").GetString());
        Assert.Equal("""["2020-01-01","2020-01-05"]""", dashboard.GetProperty("parameters")[1].GetProperty("default").GetRawText());
        Assert.Equal(["chart", "kpi", "table", "chart"], dashboard.GetProperty("layout").EnumerateArray().Select(t => t.GetProperty("kind").GetString()));
        Assert.Contains("silver.bars version 0", dashboard.GetProperty("knownAt").GetProperty("versions").EnumerateArray().Select(m => m.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Tiles_are_rendered_with_what_was_chosen_and_at_an_earlier_moment()
    {
        await using TestProgram program = await StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");
        await program.RunAsync("""{"selection": "silver/bars"}""");

        JsonElement candles = await program.PostAsync("/api/dashboards/bars/tiles/candles", """{"parameters": {"symbol": "BBB"}, "theme": "light"}""");
        JsonElement top = await program.PostAsync("/api/dashboards/bars/tiles/top", "{}");
        JsonElement rows = await program.PostAsync("/api/dashboards/bars/tiles/rows", """{"parameters": {"many": ["BBB"]}}""");
        JsonElement earlier = await program.PostAsync("/api/dashboards/bars/tiles/rows", """{"knownAt": "0"}""");

        Assert.Equal(5, candles.GetProperty("options").GetProperty("series")[0].GetProperty("data").GetArrayLength());
        Assert.Equal("silver.bars", candles.GetProperty("tableVersions")[0].GetProperty("name").GetString());
        Assert.Equal("110.00", top.GetProperty("kpi").GetProperty("formatted").GetString());
        Assert.Equal("""[["BBB","10"]]""", rows.GetProperty("text").GetRawText());
        Assert.Equal((1, 0), (Version(rows), Version(earlier)));

        static long Version(JsonElement tile) => tile.GetProperty("tableVersions")[0].GetProperty("version").GetInt64();
    }

    [Fact]
    public async Task What_cannot_be_rendered_is_a_problem_that_helps()
    {
        await using TestProgram program = await StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");
        await File.WriteAllTextAsync(program.Path("insight/broken.yaml"), "title: Broken\ntile: []\n", TestProgram.Token);

        (int shape, JsonElement column) = await program.RefusedAsync("/api/dashboards/bars/tiles/wrong", "{}");
        (int broken, JsonElement file) = await program.RefusedAsync("/api/dashboards/broken");

        Assert.Equal((422, true), (shape, column.GetProperty("hint").GetString()!.Contains("close", StringComparison.Ordinal)));
        Assert.Equal((422, 1), (broken, file.GetProperty("line").GetInt32()));
        Assert.Equal(400, (await program.RefusedAsync("/api/dashboards/bars/tiles/top", """{"theme": "pink"}""")).Status);
        Assert.Equal(400, (await program.RefusedAsync("/api/dashboards/bars/tiles/rows", """{"parameters": {"many": ["CCC"]}}""")).Status);
        Assert.Equal(404, (await program.RefusedAsync("/api/dashboards/bars/tiles/none", "{}")).Status);
        Assert.Equal(404, (await program.RefusedAsync("/api/dashboards/none")).Status);
        Assert.Equal(2, (await program.GetAsync("/api/dashboards")).GetArrayLength());
    }

    private static async Task<TestProgram> StartAsync()
    {
        TestProgram program = await TestProgram.StartAsync();
        await File.WriteAllTextAsync(program.Path("insight/bars.yaml"), Yaml, TestProgram.Token);
        return program;
    }
}
