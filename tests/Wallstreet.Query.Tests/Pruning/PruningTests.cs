namespace Wallstreet.Query.Tests.Pruning;

[OnEveryStore]
public sealed class PruningTests
{
    /// <summary>Ten files of ten rows: a is 0..9, 10..19, …; one of the files has a null in every column.</summary>
    private static async Task<Lake> TenFilesAsync()
    {
        var lake = new Lake();
        for (int file = 0; file < 10; file++)
        {
            await lake.WriteAsync("s.t", $"""
                SELECT i AS a, CAST(i + 0.5 AS DECIMAL(10,2)) AS d, i::DOUBLE AS f, 'k' || lpad(i::VARCHAR, 3, '0') AS s,
                    DATE '2024-01-01' + i::INTEGER AS day, TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_hours(i::INTEGER) AS at,
                    i % 2 = 0 AS even
                FROM (SELECT i FROM range({file * 10}, {(file + 1) * 10}) r(i) {(file == 9 ? "UNION ALL SELECT NULL" : "")})
                """);
        }

        await lake.WriteAsync("u", "SELECT i AS a, i * 10 AS b FROM range(30) t(i)");
        return lake;
    }

    [Fact]
    public async Task Files_are_pruned_and_no_row_is_lost()
    {
        await using Lake lake = await TenFilesAsync();
        (string Where, int Files)[] cases =
        [
            ("a = 15", 1), ("15 = a", 1), ("a < 10", 1), ("a >= 85 AND a < 95", 2), ("a BETWEEN 15 AND 25", 2),
            ("a IN (5, 95)", 2), ("a = 5 OR a = 95", 2), ("a = -1", 0), ("a > 3.5 AND d < 20.25", 2), ("f < 10", 1),
            ("f < 9.5", 1), ("f >= 90", 10), ("s = 'k015'", 1), ("s LIKE 'k01%'", 10), ("day = '2024-01-16'", 1),
            ("day = DATE '2024-01-16'", 1), ("\"at\" >= '2024-01-04 18:00:00'", 1), ("\"at\" < TIMESTAMP '2024-01-01 05:00:00'", 1),
            ("a IS NULL", 1), ("a IS NOT NULL AND a < 20", 2), ("NOT (a < 90)", 1), ("a + 1 = 5", 10), ("a <> 5", 10),
            ("t.a = 15", 1), ("s.t.a = 15", 1), ("a = (SELECT 15)", 10), ("even AND a = 4", 1),
        ];
        foreach ((string where, int files) in cases)
        {
            await using QueryResult result = await lake.Engine.QueryAsync(
                $"SELECT count(*) FROM s.t WHERE {where}", null, Lake.Token);
            Assert.True(files == result.Tables[0].FilesScanned, $"{where}: {result.Tables[0].FilesScanned} files");
            object? all = await lake.ValueAsync($"SELECT count(*) FROM (SELECT * FROM s.t OFFSET 0) t WHERE {where.Replace("s.t.a", "a", StringComparison.Ordinal)}");
            Assert.Equal(all, (await result.ReadAllAsync(Lake.Token))[0][0]);
        }
    }

    [Theory]
    [InlineData("SELECT count(*) FROM u LEFT JOIN s.t USING (a) WHERE s.t.d IS NULL")]
    [InlineData("SELECT count(*) FROM u LEFT JOIN s.t t ON t.a = u.a WHERE t.a IS NULL OR t.a = 3")]
    [InlineData("SELECT count(*) FROM u LEFT JOIN s.t t ON t.a = u.b WHERE t.a = 20")]
    [InlineData("SELECT sum(t.a) FROM u ASOF JOIN s.t t ON u.b >= t.a WHERE t.a <= 50")]
    [InlineData("SELECT count(*) FROM u POSITIONAL JOIN s.t t WHERE t.a = 95")]
    [InlineData("SELECT count(*) FROM s.t AS x(b, c) WHERE b = 15")]
    [InlineData("SELECT count(*) FROM s.t t, u WHERE b = 90 AND t.a = 1")]
    public async Task Joins_give_the_same_rows_as_without_pruning(string sql)
    {
        await using Lake lake = await TenFilesAsync();
        string unpruned = sql.Replace("s.t t", "(SELECT * FROM s.t OFFSET 0) t", StringComparison.Ordinal)
            .Replace("JOIN s.t USING (a) WHERE s.t.d", "JOIN (SELECT * FROM s.t OFFSET 0) t USING (a) WHERE t.d", StringComparison.Ordinal)
            .Replace("s.t AS x", "(SELECT * FROM s.t OFFSET 0) AS x", StringComparison.Ordinal);
        Assert.NotEqual(sql, unpruned);
        Assert.Equal(await lake.ValueAsync(unpruned), await lake.ValueAsync(sql));
    }

    [Theory]
    [InlineData("z > DATE '2024-01-02 12:00:00'")]
    [InlineData("n > CAST('2024-01-02 12:00:00' AS DATE)")]
    [InlineData("n > $moment")]
    [InlineData("z > $moment")]
    public async Task A_constant_is_read_as_the_engine_reads_it(string where)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT TIMESTAMPTZ '2024-01-02 06:00:00Z' AS z, TIMESTAMP '2024-01-02 06:00:00' AS n");
        QueryRequest request = new()
        {
            Parameters = where.Contains('$', StringComparison.Ordinal)
                ? new Dictionary<string, object?> { ["moment"] = new DateTimeOffset(2024, 1, 2, 7, 0, 0, TimeSpan.FromHours(2)) }
                : new Dictionary<string, object?>(),
        };

        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE {where}", request));
    }

    [Fact]
    public async Task A_file_is_removed_unread_only_for_what_the_engine_would_delete()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT TIMESTAMP '2024-01-02 06:00:00' AS n");

        await lake.Engine.ExecuteAsync("DELETE FROM t WHERE n < DATE '2024-01-02 12:00:00'", null, null, Lake.Token);

        Assert.Equal(1L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_column_with_NaN_has_no_bounds_and_long_texts_have_safe_ones()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", $"""
            SELECT * FROM (VALUES (1.0::DOUBLE, 1.0::DOUBLE, repeat('a', 40)), ('nan'::DOUBLE, 2.0::DOUBLE, repeat('z', 40)))
                v(x, y, s)
            """);
        string json = Assert.Single((await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Files).Statistics!;
        Assert.Equal("""{"numRecords":2,"minValues":{"y":1.0,"s":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"maxValues":{"y":2.0,"s":"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\uDBFF\uDFFF"},"nullCount":{"x":0,"y":0,"s":0}}""", json);
        Assert.Equal(1L, await lake.ValueAsync("SELECT count(*) FROM t WHERE x > 5"));
        Assert.Equal(1L, await lake.ValueAsync("SELECT count(*) FROM t WHERE s = repeat('z', 40)"));
        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE s = '{new string('z', 40)}'"));
    }
}
