using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Query.Statements;

namespace Wallstreet.Query.Tests.Statements;

[OnEveryStore]
public sealed class StatementTests
{
    private static async Task<StatementResult> RunAsync(Lake lake, string sql, QueryRequest? request = null) =>
        await lake.Engine.ExecuteAsync(sql, request, null, Lake.Token);

    [Fact]
    public async Task A_table_that_is_replaced_has_all_that_its_columns_say()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t (x INT) TBLPROPERTIES ('note' = 'old')");
        await RunAsync(lake, "CREATE OR REPLACE TABLE t (a INT DEFAULT 5 COMMENT 'five', b STRING NOT NULL, v VARIANT) "
            + "TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        await RunAsync(lake, "INSERT INTO t (b) VALUES ('x')");

        Snapshot snapshot = await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal(5, await lake.ValueAsync("SELECT a FROM t"));
        Assert.Equal("five", snapshot.Schema.Find("a")!.Comment);
        Assert.Equal("variant", snapshot.Schema.Find("v")!.Type.ToString());
        Assert.False(snapshot.Schema.Find("b")!.Nullable);
        Assert.Equal(["delta.enableDeletionVectors", "note"], snapshot.Metadata.Configuration.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("allowColumnDefaults", snapshot.Protocol.WriterFeatures!);
    }

    [Theory]
    [InlineData("CREATE OR REPLACE TABLE t (a INT) TBLPROPERTIES ('delta.nope' = '1')")]
    [InlineData("CREATE OR REPLACE TABLE t TBLPROPERTIES ('delta.appendOnly' = 'perhaps') AS SELECT 1 AS a")]
    [InlineData("CREATE TABLE u (a INT DEFAULT 'x')")]
    [InlineData("CREATE TABLE u (a INT DEFAULT nope(1))")]
    [InlineData("CREATE OR REPLACE TABLE t (a TINYINT DEFAULT 1000)")]
    public async Task A_table_is_made_of_nothing_that_fails_later(string statement)
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t (x INT)");

        await Assert.ThrowsAnyAsync<DeltaException>(() => RunAsync(lake, statement));

        Assert.Equal(0, (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
        Assert.Null(await lake.Catalog.FindTableAsync("u", Lake.Token));
    }

    [Fact]
    public async Task A_table_is_created_with_columns_filled_by_place_and_by_name_and_replaced()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE silver.t (k BIGINT NOT NULL, v STRING COMMENT 'what it is', d DECIMAL(10, 2), "
            + "s STRUCT<a: INT, b: ARRAY<STRING>>) PARTITIONED BY (v) COMMENT 'things' TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        StatementResult inserted = await RunAsync(lake, "INSERT INTO silver.t VALUES (1, 'a', 1.5, {'a': 1, 'b': ['x']}), (2, NULL, NULL, NULL)");
        await RunAsync(lake, "insert into silver.t (V, K) select 'b', 3");
        await RunAsync(lake, "INSERT INTO silver.t BY NAME SELECT 4 AS k, 2.25 AS d");

        Assert.Equal(("WRITE", 1L, 2L), (inserted.Operation, inserted.Changes.Version, inserted.Changes.RowsInserted));
        Assert.Equal("1|a|1.50|1,2|-|-|-,3|b|-|-,4|-|2.25|-", await lake.ListAsync(
            "SELECT k || '|' || coalesce(v, '-') || '|' || coalesce(d::VARCHAR, '-') || '|' || coalesce(s.a::VARCHAR, '-') FROM silver.t ORDER BY k"));
        Snapshot snapshot = await (await lake.TableAsync("silver.t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal(("things", "what it is", false), (snapshot.Metadata.Description, snapshot.Schema.Find("v")!.Comment, snapshot.Schema.Find("k")!.Nullable));
        Assert.Equal(["v"], snapshot.PartitionColumns);

        await Assert.ThrowsAsync<TableAlreadyExistsException>(() => RunAsync(lake, "CREATE TABLE silver.t AS SELECT 1 AS x"));
        Assert.False((await RunAsync(lake, "CREATE TABLE IF NOT EXISTS silver.t AS SELECT 1 AS x")).Changes.Committed);
        await RunAsync(lake, "CREATE OR REPLACE TABLE silver.t TBLPROPERTIES ('note' = 'new') AS SELECT 7 AS x");
        Assert.Equal("7", await lake.ListAsync("SELECT x FROM silver.t"));
        Assert.Equal("4", await lake.ListAsync("SELECT count(*) FROM silver.t AT (VERSION => 3)"));
        Assert.Equal("new", (await (await lake.TableAsync("silver.t")).GetSnapshotAsync(Lake.Token)).Metadata.FindProperty("note"));
    }

    [Fact]
    public async Task A_clustered_table_names_its_columns_in_the_first_version()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t CLUSTER BY (k, d) AS SELECT 1 AS k, DATE '2024-05-01' AS d, 'x' AS v");
        Snapshot snapshot = await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal(["k", "d"], ClusteringColumns.Find(snapshot)!.Select(column => column.ToString()));
        await Assert.ThrowsAsync<SchemaMismatchException>(() => RunAsync(lake, "CREATE TABLE u CLUSTER BY (nothing) AS SELECT 1 AS k"));
    }

    [Fact]
    public async Task Locations_are_written_in_double_quotes_in_backticks_and_by_LOCATION()
    {
        await using var lake = new Lake();
        string path = $"{lake.Place}/elsewhere/it's a table";
        await RunAsync(lake, $"CREATE TABLE \"{path}\" AS SELECT 1 AS x");
        await RunAsync(lake, $"INSERT INTO delta.`{path}` SELECT x + 1 FROM delta_scan('{path.Replace("'", "''", StringComparison.Ordinal)}')");
        await RunAsync(lake, $"UPDATE \"{path}\" AS t SET x = t.x * 10 WHERE x = 2");
        string text = path.Replace("'", "''", StringComparison.Ordinal);
        Assert.Equal("1,20", await lake.ListAsync($"SELECT x FROM delta_scan('{text}') ORDER BY x"));
        await Assert.ThrowsAsync<DeltaTableNotFoundException>(() => RunAsync(lake, $"DELETE FROM \"{path}/nothing\""));
        await RunAsync(lake, $"CREATE TABLE named LOCATION '{text}2' AS SELECT 5 AS x");
        Assert.Equal("5", await lake.ListAsync($"SELECT x FROM delta_scan('{text}2')"));
    }

    [Fact]
    public async Task Overwriting_replaces_all_or_partitions_or_what_a_condition_says()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t PARTITIONED BY (p) AS SELECT i AS k, CASE WHEN i % 3 = 2 THEN NULL ELSE i % 3 END AS p FROM range(9) r(i)");
        StatementResult replaced = await RunAsync(lake, "INSERT OVERWRITE t PARTITION (p) SELECT * FROM (VALUES (100, 1), (101, NULL)) v(a, b)");
        Assert.Equal((2L, 6L, 2), (replaced.Changes.RowsInserted, replaced.Changes.RowsDeleted, replaced.Changes.FilesRemoved));
        Assert.Equal("0,3,6,100,101", await lake.ListAsync("SELECT k FROM t ORDER BY k"));
        await RunAsync(lake, "INSERT INTO t REPLACE WHERE p = 0 AND k > 2 SELECT 50, 0");
        Assert.Equal("0,50,100,101", await lake.ListAsync("SELECT k FROM t ORDER BY k"));
        await RunAsync(lake, "INSERT OVERWRITE t SELECT 1, 1");
        Assert.Equal("1", await lake.ListAsync("SELECT k FROM t"));
        await Assert.ThrowsAsync<SqlSyntaxException>(() => RunAsync(lake, "INSERT OVERWRITE t PARTITION (k) SELECT 1, 1"));
        await Assert.ThrowsAsync<SqlSyntaxException>(() => RunAsync(lake, "INSERT OVERWRITE t PARTITION (p = 1) SELECT 1, 1"));
    }

    [Fact]
    public async Task DEFAULT_gives_what_the_table_says_and_columns_left_out_get_it_too()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t (k INT, v STRING DEFAULT 'none', n INT)");
        await RunAsync(lake, "INSERT INTO t (k, v, n) VALUES (1, DEFAULT, 2), (2, DEFAULT, 3)");
        await RunAsync(lake, "INSERT INTO t (k) VALUES (3)");
        await RunAsync(lake, "INSERT INTO t VALUES (4, NULL, 5)");
        Assert.Equal("1none,2none,3none,4-", await lake.ListAsync("SELECT k || coalesce(v, '-') FROM t ORDER BY k"));
        SqlSyntaxException mixed = await Assert.ThrowsAsync<SqlSyntaxException>(
            () => RunAsync(lake, "INSERT INTO t (k, v) VALUES (1, DEFAULT), (2, 'x')"));
        Assert.Contains("one INSERT for the rows with DEFAULT", mixed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_are_added_by_a_merge_only_with_schema_evolution()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT i AS k, 'old' AS v FROM range(3) r(i)");
        const string Merge = "INTO t USING (SELECT 1 AS k, 'new' AS extra UNION ALL SELECT 9, 'new') AS s ON t.k = s.k "
            + "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *";
        SchemaMismatchException lacks = await Assert.ThrowsAsync<SchemaMismatchException>(() => RunAsync(lake, "MERGE " + Merge));
        Assert.Contains("no column v", lacks.Message, StringComparison.Ordinal);
        await RunAsync(lake, "MERGE WITH SCHEMA EVOLUTION " + Merge);
        Assert.Equal("0|old|-,1|old|new,2|old|-,9|-|new", await lake.ListAsync(
            "SELECT k || '|' || coalesce(v, '-') || '|' || coalesce(extra, '-') FROM t ORDER BY k"));
    }

    [Fact]
    public async Task A_row_that_several_rows_of_the_source_would_change_is_an_error_but_may_be_deleted()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT i AS k, 'old' AS v FROM range(3) r(i)");
        const string Source = "MERGE INTO t USING (VALUES (1, 'a'), (1, 'b'), (7, 'c'), (7, 'd')) AS s(k, v) ON t.k = s.k ";
        ConstraintViolationException several = await Assert.ThrowsAsync<ConstraintViolationException>(
            () => RunAsync(lake, Source + "WHEN MATCHED THEN UPDATE SET *"));
        Assert.Contains("matches 2 rows of the source (k = 1)", several.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConstraintViolationException>(
            () => RunAsync(lake, Source + "WHEN MATCHED AND s.v > '' THEN DELETE"));
        StatementResult one = await RunAsync(lake, Source + "WHEN MATCHED AND s.v = 'b' THEN UPDATE SET *");
        Assert.Equal(1, one.Changes.RowsUpdated);
        StatementResult deleted = await RunAsync(lake, Source + "WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *");
        Assert.Equal((1L, 2L), (deleted.Changes.RowsDeleted, deleted.Changes.RowsInserted));
        Assert.Equal("0old,2old,7c,7d", await lake.ListAsync("SELECT k || v FROM t ORDER BY 1"));
    }

    [Fact]
    public async Task A_truncated_table_is_empty_and_its_history_keeps_the_rows()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE a.t PARTITIONED BY (p) AS SELECT i AS k, i % 2 AS p FROM range(4) r(i)");
        StatementResult emptied = await RunAsync(lake, "TRUNCATE TABLE a.t;");
        Assert.Equal((1L, 4L, 2), (emptied.Changes.Version, emptied.Changes.RowsDeleted, emptied.Changes.FilesRemoved));
        Assert.Equal("0", await lake.ListAsync("SELECT count(*) FROM a.t"));
        Assert.Equal("4", await lake.ListAsync("SELECT count(*) FROM a.t AT (VERSION => 0)"));
        Assert.False((await RunAsync(lake, "truncate a.t")).Changes.Committed);
        Assert.True(QueryEngine.IsWriting("TRUNCATE TABLE t"));
    }

    [Fact]
    public async Task Nothing_to_do_commits_nothing()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS k, NULL::INTEGER AS n");
        foreach (string sql in new[]
        {
            "DELETE FROM t WHERE n = 1", "DELETE FROM t WHERE NOT (n = 1)", "UPDATE t SET k = 2 WHERE k > n",
            "MERGE INTO t USING (SELECT 1 AS k WHERE false) s ON t.k = s.k WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (k) VALUES (s.k)",
            "MERGE INTO t USING (SELECT NULL::INTEGER AS n) s ON t.n = s.n WHEN MATCHED THEN DELETE",
        })
        {
            StatementResult done = await RunAsync(lake, sql);
            Assert.True(done.Changes is { Committed: false, Version: 0 }, sql);
        }

        Assert.Equal("1", await lake.ListAsync("SELECT k FROM t"));
    }

    [Theory]
    [InlineData("UPDATE t SET k = 'no number'")]
    [InlineData("UPDATE t SET k = 3000000000")]
    [InlineData("UPDATE t SET nothing = 1")]
    [InlineData("UPDATE t SET k = 1, K = 2")]
    [InlineData("UPDATE t SET k = max(k)")]
    [InlineData("UPDATE t SET k = row_number() OVER ()")]
    [InlineData("UPDATE t SET k = unnest([1, 2])")]
    [InlineData("INSERT INTO t VALUES (1)")]
    [InlineData("INSERT INTO t (k, nothing) VALUES (1, 2)")]
    [InlineData("INSERT INTO t VALUES ('x', 'y')")]
    [InlineData("DELETE FROM t WHERE nothing = 1")]
    [InlineData("DELETE FROM t WHERE v")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET v = s.nothing")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN NOT MATCHED THEN INSERT (k) VALUES (t.k)")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN NOT MATCHED BY SOURCE THEN UPDATE SET k = s.k")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET k = 'no number'")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN MATCHED THEN INSERT *")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k")]
    public async Task A_statement_that_does_not_fit_is_an_error_and_nothing_is_written(string sql)
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS k, 'a' AS v");
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(lake, sql));
        Assert.True(error is QueryException or DeltaException, error.ToString());
        Assert.Equal("1a", await lake.ListAsync("SELECT k || v FROM t"));
        Assert.Single(await lake.FilesAsync("t"));
    }

    [Theory]
    [InlineData("DELETE FROM t WHERE k IN (SELECT 1 FROM read_csv('/etc/passwd'))")]
    [InlineData("DELETE FROM t WHERE k = 1; DROP TABLE t")]
    [InlineData("DELETE FROM t WHERE k = 1) UNION (SELECT 1")]
    [InlineData("DELETE FROM t WHERE true) -- ")]
    [InlineData("UPDATE t SET v = getenv('HOME')")]
    [InlineData("UPDATE t SET v = (SELECT content FROM read_text('/etc/passwd'))")]
    [InlineData("UPDATE t SET v = 'x' WHERE wallstreet_alive(1, 2, 3)")]
    [InlineData("INSERT INTO t SELECT 1, content FROM read_text('/etc/passwd')")]
    [InlineData("INSERT INTO t SELECT 1, current_setting('temp_directory')")]
    [InlineData("MERGE INTO t USING read_parquet('/tmp/*.parquet') AS s ON true WHEN MATCHED THEN DELETE")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k AND EXISTS (FROM glob('/*')) WHEN MATCHED THEN DELETE")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN MATCHED AND 'x' = getenv('HOME') THEN DELETE")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s ON t.k = s.k WHEN NOT MATCHED THEN INSERT (k, v) VALUES (1, (SELECT content FROM read_text('/etc/passwd')))")]
    [InlineData("MERGE INTO t USING t AS a, t AS b ON true WHEN MATCHED THEN DELETE")]
    [InlineData("CREATE TABLE u AS SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("CREATE TABLE u AS COPY t TO '/tmp/x'")]
    [InlineData("DELETE FROM t WHERE COLUMNS(*) IS NULL")]
    [InlineData("DROP TABLE t")]
    [InlineData("TRUNCATE TABLE t WHERE k = 1")]
    [InlineData("TRUNCATE TABLE")]
    [InlineData("TRUNCATE TABLE t; DROP TABLE t")]
    [InlineData("CREATE VIEW v AS SELECT 1")]
    [InlineData("CREATE MACRO m(a) AS a")]
    [InlineData("INSERT INTO t")]
    [InlineData("UPDATE t SET k = 1 FROM u")]
    [InlineData("DELETE FROM t USING u WHERE true")]
    [InlineData("DELETE FROM t RETURNING *")]
    [InlineData("MERGE INTO")]
    [InlineData("ATTACH 'x.db'")]
    [InlineData("SELECT 1")]
    public async Task What_reaches_out_or_is_no_writing_statement_is_refused(string sql)
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS k, 'a' AS v");
        await Assert.ThrowsAsync<SqlSyntaxException>(() => RunAsync(lake, sql));
        Assert.Equal("1a", await lake.ListAsync("SELECT k || v FROM t"));
    }

    [Theory]
    [InlineData("DELETE FROM t\nWHERE k =\n  nothing", 3, 3)]
    [InlineData("UPDATE t\nSET v = 'x' ||\n   broken(k)", 3, 4)]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) s\nON t.k = s.wrong\nWHEN MATCHED THEN DELETE", 2, 10)]
    [InlineData("INSERT INTO t\nSELECT k,\n  wrong FROM t", 3, 3)]
    public async Task Errors_tell_the_place_in_the_statement(string sql, int line, int column)
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS k, 'a' AS v");
        SqlSyntaxException error = await Assert.ThrowsAsync<SqlSyntaxException>(() => RunAsync(lake, sql));
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public async Task Sub_queries_see_the_version_that_is_changed_or_the_one_they_ask_for()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE a.t AS SELECT i AS k FROM range(4) r(i)");
        await RunAsync(lake, "INSERT INTO a.t VALUES (10)");
        await RunAsync(lake, "DELETE FROM a.t WHERE a.t.k NOT IN (SELECT k FROM a.t AT (VERSION => 0)) AND k = (SELECT max(k) FROM a.t)");
        Assert.Equal("0,1,2,3", await lake.ListAsync("SELECT k FROM a.t ORDER BY k"));
        await RunAsync(lake, "MERGE INTO a.t USING a.t AS old AT (VERSION => 1) ON t.k = old.k WHEN NOT MATCHED THEN INSERT *");
        Assert.Equal("0,1,2,3,10", await lake.ListAsync("SELECT k FROM a.t ORDER BY k"));
        await RunAsync(lake, "UPDATE a.t SET k = $to WHERE k = $from",
            new QueryRequest { Parameters = new Dictionary<string, object?> { ["from"] = 10, ["to"] = 11 } });
        Assert.Equal("11", await lake.ListAsync("SELECT max(k) FROM a.t"));
    }

    [Fact]
    public async Task Names_that_look_like_SQL_are_only_names()
    {
        await using var lake = new Lake();
        const string Columns = "\"a\"\"b\" AS \"select\", k AS \"from;--\", v AS \"it's\", p AS \"__part\"";
        await RunAsync(lake, "CREATE TABLE t PARTITIONED BY (\"__part\") TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true') AS "
            + $"SELECT {Columns} FROM (SELECT 1 AS \"a\"\"b\", i AS k, 'x' || i AS v, 'p/' || i % 2 || ' =%' AS p FROM range(6) r(i))");
        await RunAsync(lake, "UPDATE t AS \"where\" SET \"it's\" = \"where\".\"it's\" || '''; --', `from;--` = `from;--` + 10 WHERE \"where\".\"from;--\" > 3");
        await RunAsync(lake, "MERGE INTO t \"h\" USING (SELECT 14 AS \"from;--\", 'p/9' AS \"__part\") \"hits\" ON \"h\".\"from;--\" = \"hits\".\"from;--\" "
            + "WHEN MATCHED THEN UPDATE SET \"__part\" = hits.\"__part\"");
        Assert.Equal("0|x0|p/0 =%,1|x1|p/1 =%,2|x2|p/0 =%,3|x3|p/1 =%,14|x4'; --|p/9,15|x5'; --|p/1 =%", await lake.ListAsync(
            "SELECT \"from;--\" || '|' || \"it's\" || '|' || \"__part\" FROM t ORDER BY \"from;--\""));
        Assert.Equal("update_postimage,update_preimage", await lake.ListAsync(
            "SELECT _change_type FROM table_changes('t', from => 2, to => 2) ORDER BY 1"));
    }
}
