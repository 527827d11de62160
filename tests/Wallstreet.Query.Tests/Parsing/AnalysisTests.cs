namespace Wallstreet.Query.Tests.Parsing;

public sealed class AnalysisTests
{
    private static async Task<SqlAnalysis> AnalyzeAsync(string sql)
    {
        await using var lake = Lake.WithoutTables();
        return lake.Engine.Analyze(sql);
    }

    [Theory]
    [InlineData("SELECT * FROM silver.bars", "silver.bars")]
    [InlineData("FROM a JOIN b.c USING (k), \"d.e\" x", "a b.c d.e")]
    [InlineData("WITH a AS (SELECT 1), b AS (FROM a) SELECT * FROM b, c", "c")]
    [InlineData("WITH a AS (SELECT * FROM a) SELECT * FROM a", "a")]
    [InlineData("WITH RECURSIVE r AS (SELECT 1 x UNION ALL SELECT x + 1 FROM r WHERE x < (SELECT max(y) FROM t)) FROM r", "t")]
    [InlineData("SELECT (SELECT max(x) FROM a WHERE EXISTS (FROM s.b)) FROM range(3)", "a s.b")]
    [InlineData("(WITH x AS (SELECT 1) SELECT * FROM x) UNION ALL SELECT * FROM x", "x")]
    [InlineData("SELECT * FROM (SELECT * FROM a) q WHERE q.x IN (SELECT y FROM \"t\"\"b\")", "a t\"b")]
    [InlineData("DESCRIBE silver.bars", "silver.bars")]
    [InlineData("SUMMARIZE bars", "bars")]
    [InlineData("TABLE bars", "bars")]
    [InlineData("FROM (PIVOT t ON a IN (1, 2) USING sum(b))", "t")]
    [InlineData("VALUES (1)", "")]
    [InlineData("EXPLAIN ANALYZE SELECT * FROM a", "a")]
    [InlineData("-- FROM nothing\nSELECT 'FROM x' /* FROM y */ FROM \"täble\"", "täble")]
    public async Task The_tables_of_a_statement_are_those_that_no_WITH_defines(string sql, string tables) =>
        Assert.Equal(tables, string.Join(' ', (await AnalyzeAsync(sql)).Tables));

    [Theory]
    [InlineData("FROM t AT (VERSION => 3)", "3")]
    [InlineData("FROM t b AT (VERSION => 3)", "3")]
    [InlineData("SELECT b.x FROM s.t AS b AT (TIMESTAMP => '2024-05-01 12:00:00') JOIN u USING (k)", "2024-05-01T12:00:00Z")]
    [InlineData("FROM t AT (TIMESTAMP => TIMESTAMP '2024-05-01')", "2024-05-01T00:00:00Z")]
    [InlineData("FROM delta_scan('loc', version => 7)", "7")]
    [InlineData("FROM delta_scan('loc', timestamp => '2024-05-01')", "2024-05-01T00:00:00Z")]
    public async Task A_pin_is_read_from_the_text(string sql, string pin) =>
        Assert.Equal(pin, (await AnalyzeAsync(sql)).References[0].Pin?.ToString());

    [Theory]
    [InlineData("SELEC 1", 1, 1)]
    [InlineData("SELECT 1\nFROM t\nWHERE", 3, 6)]
    [InlineData("SELECT 'é',\n  a b c FROM t", 2, 7)]
    public async Task A_syntax_error_has_its_place(string sql, int line, int column)
    {
        SqlSyntaxException error = await Assert.ThrowsAsync<SqlSyntaxException>(() => AnalyzeAsync(sql));
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM read_parquet('x.parquet')")]
    [InlineData("SELECT * FROM glob('*')")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM query('DROP TABLE x')")]
    [InlineData("SELECT * FROM duckdb_settings()")]
    [InlineData("SELECT getenv('HOME')")]
    [InlineData("SELECT json_serialize_plan('FROM read_csv(''/lake/**'')')")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT * FROM sniff_csv('x'))")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("")]
    [InlineData("SHOW TABLES")]
    [InlineData("FROM t AT (VERSION => -1)")]
    [InlineData("FROM t AT (VERSION => 1 + 1)")]
    [InlineData("FROM delta_scan(1)")]
    public async Task What_reaches_beyond_tables_is_refused(string sql) =>
        await Assert.ThrowsAsync<SqlSyntaxException>(() => AnalyzeAsync(sql));

    [Theory]
    [InlineData("CREATE TABLE x AS SELECT 1", "CREATE")]
    [InlineData("COPY (SELECT 1) TO 'x.csv'", "COPY")]
    [InlineData("ATTACH 'x.db'", "ATTACH")]
    [InlineData("INSTALL httpfs", "INSTALL")]
    [InlineData("LOAD httpfs", "LOAD")]
    [InlineData("SET memory_limit = '1GB'", "SET")]
    [InlineData("PRAGMA database_list", "PRAGMA")]
    [InlineData("INSERT INTO t VALUES (1)", "INSERT")]
    [InlineData("DELETE FROM t", "DELETE")]
    [InlineData("CALL pragma_version()", "CALL")]
    [InlineData("EXPORT DATABASE 'x'", "EXPORT")]
    public async Task The_read_path_refuses_what_does_not_read_by_its_name(string sql, string keyword)
    {
        await using var lake = Lake.WithoutTables();
        Assert.Equal(StatementKind.Other, lake.Engine.Analyze(sql).Kind);
        SqlSyntaxException error = await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ReadAsync(sql));
        Assert.Contains(keyword + " is not allowed", error.Message, StringComparison.Ordinal);
    }
}
