using System.Globalization;
using System.Text;
using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Reading;

[OnEveryStore]
public sealed class ReadTests
{
    private const string Bars = """
        SELECT 's' || (i % 3) AS symbol, DATE '2024-01-01' + CAST(i % 4 AS INTEGER) AS session,
            CAST(i + 0.25 AS DECIMAL(18,4)) AS price, i AS volume
        FROM range(12) t(i)
        """;

    [Fact]
    public async Task What_is_written_is_read()
    {
        await using var lake = new Lake();
        WriteResult written = await lake.WriteAsync("silver.bars", Bars);
        Assert.Equal(12, written.RowsWritten);
        Assert.Equal(1, written.FilesAdded);
        await using QueryResult result = await lake.Engine.QueryAsync(
            "SELECT symbol, sum(volume) v, max(price) p FROM silver.bars GROUP BY ALL ORDER BY ALL", null, Lake.Token);
        Assert.Equal(["VARCHAR", "DECIMAL(38,0)", "DECIMAL(18,4)"], result.Columns.Select(column => column.SqlType));
        TableVersionRead read = Assert.Single(result.Tables);
        Assert.Equal(("silver.bars", written.Version, 1, 0), (read.Name, read.Version, read.FilesScanned, read.FilesPruned));
        IReadOnlyList<object?[]> rows = await result.ReadAllAsync(Lake.Token);
        Assert.Equal(new object?[] { "s0", 18L, 9.25m }, rows[0]);
        Assert.Equal(3, rows.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("session")]
    [InlineData("session,symbol")]
    public async Task A_partitioned_table_reads_the_same_as_one_that_is_not(string partitionBy)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("bars", Bars, partitionBy.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("0,1,2,3,4,5,6,7,8,9,10,11", await lake.ListAsync("SELECT volume FROM bars ORDER BY 1"));
        Assert.Equal("3,7,11", await lake.ListAsync("SELECT volume FROM bars WHERE session = '2024-01-04' ORDER BY 1"));
        Assert.Equal("symbol,session,price,volume", await lake.ListAsync("DESCRIBE bars"));
        Assert.Equal(new DateOnly(2024, 1, 2),
            await lake.ValueAsync("SELECT min(session) FROM bars WHERE symbol = 's2' AND volume IN (2, 5)"));
    }

    [Fact]
    public async Task Versions_and_times_read_the_past_and_joins_mix_them()
    {
        await using var lake = new Lake();
        long first = (await lake.WriteAsync("s.t", "SELECT 1 AS x")).Version;
        DateTimeOffset between = DateTimeOffset.UnixEpoch.AddDays(1);
        long second = (await lake.WriteAsync("s.t", "SELECT 2 AS x")).Version;
        Assert.Equal("1", await lake.ListAsync($"SELECT x FROM s.t AT (VERSION => {first}) ORDER BY 1"));
        Assert.Equal("1,2", await lake.ListAsync($"SELECT n.x FROM s.t n AT (VERSION => {second}) ORDER BY 1"));
        Assert.Equal("2", await lake.ListAsync(
            $"SELECT x FROM s.t EXCEPT SELECT x FROM s.t AT (VERSION => {first}) ORDER BY 1"));
        Assert.Equal("1", await lake.ListAsync("SELECT x FROM s.t", new QueryRequest { KnownAt = HistoryPoint.At(first) }));
        Assert.Equal("1", await lake.ListAsync("SELECT x FROM s.t",
            new QueryRequest { Pins = new Dictionary<string, long> { ["S.T"] = first } }));
        Assert.Equal("1", await lake.ListAsync("SELECT x FROM s.t AT (VERSION => $v)",
            new QueryRequest { Parameters = new Dictionary<string, object?> { ["v"] = first } }));
        await Assert.ThrowsAsync<Delta.VersionNotFoundException>(() => lake.ReadAsync("FROM s.t AT (VERSION => 99)"));
        await Assert.ThrowsAnyAsync<Delta.DeltaException>(() => lake.ReadAsync("FROM s.t", new QueryRequest { KnownAt = HistoryPoint.At(between) }));
        await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ReadAsync("SELECT 1 FROM s.t, s.u", new QueryRequest { KnownAt = HistoryPoint.At(1) }));
    }

    [Fact]
    public async Task A_location_reads_like_a_name()
    {
        await using var lake = new Lake();
        long version = (await lake.WriteAsync("s.t", "SELECT 1 AS x")).Version;
        await lake.WriteAsync("s.t", "SELECT 2 AS x");
        string location = $"{lake.Place}/s/t";
        Assert.Equal("1,2", await lake.ListAsync($"SELECT x FROM delta_scan('{location}') ORDER BY 1"));
        Assert.Equal("1", await lake.ListAsync($"SELECT d.x FROM delta_scan('{location}', version => {version}) d"));
        Assert.Equal("1", await lake.ListAsync($"SELECT delta_scan.x FROM delta_scan('{new Uri(location)}', version = {version})"));
    }

    [Fact]
    public async Task A_table_that_there_is_not_is_named_with_its_place_and_near_names()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("silver.daily_bars", "SELECT 1 AS x");
        TableNotFoundException error = await Assert.ThrowsAsync<TableNotFoundException>(
            () => lake.ReadAsync("SELECT *\nFROM silver.dayly_bars"));
        Assert.StartsWith("line 2, column 6: There is no table silver.dayly_bars. Near names: silver.daily_bars.",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM '/etc/passwd'")]
    [InlineData("FROM '../secret.parquet'")]
    [InlineData("FROM \"s..t\"")]
    [InlineData("FROM 's.t/'")]
    public async Task A_file_is_no_table_and_what_can_be_no_table_is_not_found(string sql)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("s.t", "SELECT 1 AS x");
        await Assert.ThrowsAsync<TableNotFoundException>(() => lake.ReadAsync(sql));
    }

    [Theory]
    [InlineData("SELECT x,\n  nosuch FROM s.t", 2, 3, "nosuch")]
    [InlineData("SELECT x FROM s.t WHERE nofunction(x) > 1", 1, 25, "nofunction")]
    [InlineData("SELECT s.t.x + s.t.y FROM s.t", 1, 16, "y")]
    public async Task An_error_of_the_engine_has_its_place_in_the_users_text(string sql, int line, int column, string about)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("s.t", "SELECT 1 AS x");
        SqlSyntaxException error = await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ReadAsync(sql));
        Assert.Contains(about, error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("read_parquet", error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public async Task Qualified_stars_summaries_and_explanations_work()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("s.t", "SELECT 1 AS x, 'a' AS y");
        Assert.Equal("1", await lake.ListAsync("SELECT t.* FROM s.t WHERE s.t.x = 1;"));
        Assert.Equal("1", await lake.ListAsync("TABLE s.t -- the end"));
        Assert.Equal("x,y", await lake.ListAsync("SUMMARIZE s.t"));
        Assert.NotEmpty(await lake.ReadAsync("EXPLAIN SELECT * FROM s.t"));
        Assert.Equal("5,1", string.Join(',', (await lake.ReadAsync("SELECT q, p FROM s.t AS r(p, z), (SELECT 5) AS v(q)"))[0]));
    }

    [Fact]
    public async Task Names_and_values_that_look_like_sql_stay_names_and_values()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("s.t", """
            SELECT 1 AS "a""; DROP", 2 AS "größe 'x'", 3 AS file_index, 4 AS filename, 5 AS "select", 6 AS c0, p AS "p[*]?"
            FROM (VALUES ('x''; --'), ('a/b=c%d é'), ('[ab]*?'), (''), (NULL), ('NULL'), ('__HIVE_DEFAULT_PARTITION__')) v(p)
            """, "p[*]?");
        Assert.Equal("null,null,NULL,[ab]*?,__HIVE_DEFAULT_PARTITION__,a/b=c%d é,x'; --",
            await lake.ListAsync("SELECT \"p[*]?\" FROM s.t ORDER BY 1 NULLS FIRST"));
        Assert.Equal([1, 2, 3, 4, 5, 6], (await lake.ReadAsync(
            "SELECT \"a\"\"; DROP\", \"größe 'x'\", file_index, filename, \"select\", c0 FROM s.t WHERE \"p[*]?\" = '[ab]*?'"))[0]);
    }

    [Fact]
    public async Task Many_partitions_read_right_whether_listed_or_joined()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("few", "SELECT i, i % 50 AS p, 'k' || (i % 50) AS q FROM range(500) t(i)", "p", "q");
        await lake.WriteAsync("many", "SELECT i, i % 400 AS p, 'k' || (i % 400) AS q FROM range(800) t(i)", "p", "q");
        foreach (string table in new[] { "few", "many" })
        {
            Assert.Equal(0L, await lake.ValueAsync(
                $"SELECT count(*) FROM {table} WHERE q <> 'k' || p OR p <> i % (SELECT count(DISTINCT p) FROM {table})"));
        }

        await using QueryResult pruned = await lake.Engine.QueryAsync("SELECT i FROM many WHERE p = 7", null, Lake.Token);
        Assert.Equal(1, pruned.Tables[0].FilesScanned);
        Assert.Equal(399, pruned.Tables[0].FilesPruned);
    }

    [Fact]
    public async Task Rows_beyond_the_limit_are_left_out_and_that_is_said()
    {
        await using var lake = new Lake();
        await using QueryResult cut = await lake.Engine.QueryAsync(
            "FROM range(1000000)", new QueryRequest { RowLimit = 3000 }, Lake.Token);
        Assert.Equal(3000, (await cut.ReadAllAsync(Lake.Token)).Count);
        Assert.True(cut.Truncated);
        await using QueryResult whole = await lake.Engine.QueryAsync(
            "FROM range(3000)", new QueryRequest { RowLimit = 3000 }, Lake.Token);
        Assert.Equal(3000, (await whole.ReadAllAsync(Lake.Token)).Count);
        Assert.False(whole.Truncated);
    }

    [Fact]
    public async Task Values_come_exact_as_rows_json_and_csv()
    {
        await using var lake = new Lake();
        const string Sql = """
            SELECT 12345678901234567890.123456789::DECIMAL(38,9) AS d, 1.50::DECIMAL(5,2) AS e, 9007199254740993 AS i,
                TIMESTAMPTZ '2024-05-01 12:00:00.5+02' AS t, TIMESTAMP '2024-05-01 12:00:00' AS n, DATE '2024-05-01' AS day,
                'a,"b' AS s, '' AS empty, NULL AS nothing, [1, NULL] AS l, {'x': 'é'} AS o, 'nan'::DOUBLE AS nan, true AS b
            """;
        object?[] row = Assert.Single(await lake.ReadAsync(Sql));
        Assert.Equal(1.50m, row[1]);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 0, 0, 500, TimeSpan.Zero), row[3]);
        Assert.Equal(new DateTime(2024, 5, 1, 12, 0, 0), row[4]);
        await using QueryResult json = await lake.Engine.QueryAsync(Sql, null, Lake.Token);
        using var stream = new MemoryStream();
        await json.WriteJsonAsync(stream, Lake.Token);
        Assert.Equal("""
            [{"d":"12345678901234567890.123456789","e":"1.50","i":9007199254740993,"t":"2024-05-01T10:00:00.5Z","n":"2024-05-01T12:00:00","day":"2024-05-01","s":"a,\"b","empty":"","nothing":null,"l":[1,null],"o":{"x":"é"},"nan":"NaN","b":true}]
            """, Encoding.UTF8.GetString(stream.ToArray()));
        await using QueryResult csv = await lake.Engine.QueryAsync(Sql, null, Lake.Token);
        using var lines = new MemoryStream();
        await csv.WriteCsvAsync(lines, Lake.Token);
        Assert.Equal("12345678901234567890.123456789,1.50,9007199254740993,2024-05-01T10:00:00.5Z,2024-05-01T12:00:00,"
            + "2024-05-01,\"a,\"\"b\",\"\",,\"[1,null]\",\"{\"\"x\"\":\"\"é\"\"}\",NaN,true",
            Encoding.UTF8.GetString(lines.ToArray()).Split("\r\n")[1]);
    }

    [Theory]
    [InlineData("'infinity'::DATE", "infinity")]
    [InlineData("'-infinity'::TIMESTAMP", "-infinity")]
    [InlineData("'infinity'::TIMESTAMPTZ", "infinity")]
    [InlineData("DATE '10000-01-01'", "10000-01-01")]
    [InlineData("DATE '0044-03-15 (BC)'", "0044-03-15 (BC)")]
    [InlineData("DATE '5877642-06-25 (BC)'", "5877642-06-25 (BC)")]
    [InlineData("TIMESTAMP '290000-12-31 23:59:59.5'", "290000-12-31 23:59:59.5")]
    [InlineData("(TIMESTAMP '0001-01-01 00:00:00' - INTERVAL 500 MILLISECONDS)", "0001-12-31 (BC) 23:59:59.5")]
    [InlineData("TIMESTAMPTZ '10000-02-29 00:00:00+00'", "10000-02-29 00:00:00+00")]
    public async Task Times_that_no_calendar_of_dotnet_holds_are_text(string value, string text)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", $"SELECT {value} AS v");

        Assert.Equal(text, await lake.ValueAsync("SELECT v FROM t"));
        Assert.Equal(text, await lake.ValueAsync("SELECT v::VARCHAR FROM t"));
        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE v = {value}"));
    }

    [Fact]
    public async Task Parameters_are_bound_by_name_and_prune()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("bars", Bars, "session");
        var request = new QueryRequest
        {
            Parameters = new Dictionary<string, object?> { ["day"] = new DateOnly(2024, 1, 2), ["p"] = 5m, ["x"] = "'; --" },
        };
        await using QueryResult result = await lake.Engine.QueryAsync(
            "SELECT volume FROM bars WHERE session = $day AND price > $p AND symbol <> $x ORDER BY 1", request, Lake.Token);
        Assert.Equal(1, result.Tables[0].FilesScanned);
        Assert.Equal("5,9", string.Join(',', (await result.ReadAllAsync(Lake.Token)).Select(row => Convert.ToString(row[0], CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_cancelled_statement_stops_soon_and_a_late_one_is_told()
    {
        await using var lake = new Lake();
        const string Endless = "SELECT count(*) FROM range(100000000000) t(i) WHERE sqrt(i) = i % 7";
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await lake.Engine.QueryAsync(Endless, null, stop.Token));
        var request = new QueryRequest { Timeout = TimeSpan.FromMilliseconds(100) };
        await Assert.ThrowsAsync<QueryTimeoutException>(() => lake.ReadAsync(Endless, request));
        Assert.Equal("0", await lake.ListAsync("FROM range(1)"));
    }

    [Fact]
    public async Task A_data_file_that_is_missing_or_torn_is_an_error_that_names_it()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT i FROM range(10000) t(i)");
        string file = Assert.Single(await lake.FilesAsync("t"));
        IObjectStore store = lake.Catalog.OpenStore("t");
        byte[] whole = await store.GetAsync(file, Lake.Token);
        await store.PutAsync(file, whole.AsMemory()[..^100], Lake.Token);
        QueryFailedException torn = await Assert.ThrowsAsync<QueryFailedException>(() => lake.ReadAsync("SELECT sum(i) FROM t"));
        Assert.Contains(Path.GetFileName(file), torn.Message, StringComparison.Ordinal);
        await store.DeleteAsync(file, Lake.Token);
        QueryFailedException gone = await Assert.ThrowsAsync<QueryFailedException>(() => lake.ReadAsync("SELECT sum(i) FROM t"));
        Assert.Contains(Path.GetFileName(file), gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_is_closed_when_idle_and_opens_again()
    {
        await using var lake = new Lake();
        Assert.False(lake.Engine.IsOpen);
        await lake.ReadAsync("FROM range(3)");
        Assert.True(lake.Engine.IsOpen);
        await lake.Engine.TrimAsync();
        Assert.False(lake.Engine.IsOpen);
        Assert.Equal("0,1,2", await lake.ListAsync("FROM range(3)"));
    }
}
