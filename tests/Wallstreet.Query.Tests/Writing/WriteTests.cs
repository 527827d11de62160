using Wallstreet.Delta;

namespace Wallstreet.Query.Tests.Writing;

[OnEveryStore]
public sealed class WriteTests
{
    private static async Task<WriteResult> MergeAsync(Lake lake, string sql, params string[] keys) =>
        await lake.Engine.WriteAsync(new WriteQuery(sql, "t") { Mode = WriteMode.Merge, MergeKeys = keys }, Lake.Token);

    private static async Task<WriteResult> ReplaceAsync(Lake lake, string sql, string where) =>
        await lake.Engine.WriteAsync(
            new WriteQuery(sql, "t") { Mode = WriteMode.ReplaceWhere, ReplaceWhere = where }, Lake.Token);

    [Fact]
    public async Task A_table_comes_into_being_with_its_first_rows_as_version_0()
    {
        await using var lake = new Lake();

        WriteResult written = await lake.Engine.WriteAsync(
            new WriteQuery("SELECT i, i % 2 AS p FROM range(4) t(i)", "t")
            {
                PartitionBy = ["p"],
                Application = new Delta.Actions.ApplicationTransaction("loader", 7, null),
            },
            Lake.Token);

        Assert.Equal((0, 4, 2), (written.Version, written.RowsWritten, written.FilesAdded));
        Assert.Equal("0,1,2,3", await lake.ListAsync("SELECT i FROM t AT (VERSION => 0) ORDER BY i"));
        Delta.DeltaTable table = await lake.TableAsync("t");
        Delta.CommitRecord commit = Assert.Single(
            await table.GetHistoryAsync(null, Lake.Token).ToListAsync(Lake.Token));
        Assert.Equal(("CREATE TABLE AS SELECT", "4"), (commit.Operation, commit.Metrics["numOutputRows"]));
        Assert.Equal(7, (await table.GetSnapshotAsync(Lake.Token)).FindApplicationVersion("loader"));
        Assert.Equal(1, (await lake.WriteAsync("t", "SELECT 9 AS i, 0 AS p", "p")).Version);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("id")]
    public async Task A_table_with_column_mapping_comes_into_being_with_its_first_rows_too(string mode)
    {
        await using var lake = new Lake();

        WriteResult written = await lake.Engine.WriteAsync(
            new WriteQuery("SELECT i, i % 2 AS p, {'a b': i * 10} AS \"in side\" FROM range(4) t(i)", "t")
            {
                PartitionBy = ["p"],
                Properties = new Dictionary<string, string> { ["delta.columnMapping.mode"] = mode },
            },
            Lake.Token);
        await lake.WriteAsync("t", "SELECT 9 AS i, 0 AS p, {'a b': 90} AS \"in side\"", "p");

        Assert.Equal((0, 4), (written.Version, written.RowsWritten));
        Assert.Equal("0,10,20,30,90", await lake.ListAsync("SELECT \"in side\".\"a b\" FROM t ORDER BY i"));
        Assert.Equal("1,3", await lake.ListAsync("SELECT i FROM t WHERE p = 1 ORDER BY i"));
        Snapshot snapshot = await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal("4", snapshot.Metadata.FindProperty("delta.columnMapping.maxColumnId"));
        Assert.All(snapshot.Files, static file => Assert.StartsWith("col-", Assert.Single(file.PartitionValues).Key, StringComparison.Ordinal));
        Assert.Equal(5, snapshot.RowCount);
    }

    [Fact]
    public async Task A_statement_without_rows_makes_a_table_without_files_in_one_version()
    {
        await using var lake = new Lake();

        WriteResult written = await lake.WriteAsync("t", "SELECT 1 AS x WHERE false");

        Assert.Equal((0, 0), (written.Version, written.FilesAdded));
        Assert.Equal(0L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Overwriting_removes_all_rows_and_the_past_stays()
    {
        await using var lake = new Lake();
        long before = (await lake.WriteAsync("t", "SELECT 1 AS x")).Version;
        WriteResult written = await lake.Engine.WriteAsync(
            new WriteQuery("SELECT x + 10 AS x FROM t", "t") { Mode = WriteMode.Overwrite }, Lake.Token);
        Assert.Equal((1L, 1L, 1, 1), (written.RowsWritten, written.RowsRemoved, written.FilesAdded, written.FilesRemoved));
        Assert.Equal("t", Assert.Single(written.Inputs).Name);
        Assert.Equal("11", await lake.ListAsync("FROM t"));
        Assert.Equal("1", await lake.ListAsync($"FROM t AT (VERSION => {before})"));
    }

    [Theory]
    [InlineData("p = 1", 1, 0)]
    [InlineData("p IN (1, 2)", 2, 0)]
    [InlineData("i = 4", 1, 2)]
    [InlineData("p = 1 AND i > 1", 1, 1)]
    [InlineData("i % 3 = 1 OR p = 2", 2, 0)]
    public async Task ReplaceWhere_removes_whole_files_and_rewrites_the_others(string where, int filesRemoved, int copied)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT i, i % 3 AS p FROM range(9) t(i)", "p");
        string kept = await lake.ListAsync($"SELECT i FROM t WHERE ({where}) IS NOT TRUE ORDER BY 1");
        WriteResult written = await ReplaceAsync(lake, $"SELECT i, p FROM t WHERE ({where}) ORDER BY i DESC LIMIT 1", where);
        Assert.Equal(filesRemoved, written.FilesRemoved);
        Assert.Equal((3 * filesRemoved) - copied, written.RowsRemoved);
        Assert.Equal(kept, await lake.ListAsync($"SELECT i FROM t WHERE ({where}) IS NOT TRUE ORDER BY 1"));
        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE ({where})"));
    }

    [Fact]
    public async Task A_row_outside_of_replaceWhere_is_an_error_and_nothing_changes()
    {
        await using var lake = new Lake();
        long before = (await lake.WriteAsync("t", "SELECT i, i % 3 AS p FROM range(9) t(i)", "p")).Version;
        QueryException error = await Assert.ThrowsAnyAsync<QueryException>(() => ReplaceAsync(lake, "SELECT 1 AS i, 2 AS p", "p = 1"));
        Assert.Contains("p = 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
        Assert.Equal(3, (await lake.FilesAsync("t")).Count);
    }

    [Theory]
    [InlineData("p = ")]
    [InlineData("p IN (SELECT p FROM other)")]
    [InlineData("true) OR (1 = 1; --")]
    public async Task A_condition_that_is_not_about_the_tables_own_rows_is_refused(string where)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS p");
        await Assert.ThrowsAsync<SqlSyntaxException>(() => ReplaceAsync(lake, "SELECT 1 AS p", where));
    }

    [Theory]
    [InlineData("DOUBLE")]
    [InlineData("FLOAT")]
    public async Task Every_number_may_be_a_partition(string type)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", $"SELECT i, v::{type} AS p FROM (VALUES (1, 'inf'), (2, '-inf'), (3, 'nan'), (4, '-0.0'), (5, '1e30'), (6, NULL)) v(i, v)", "p");
        Assert.Equal("1,2,3,4,5,6", await lake.ListAsync("SELECT i FROM t ORDER BY i"));
        Assert.Equal("1", await lake.ListAsync($"SELECT i FROM t WHERE p = 'inf'::{type}"));
        Assert.Equal("2", await lake.ListAsync($"SELECT i FROM t WHERE p < -1e30::{type}"));
        Assert.Equal("1,3", await lake.ListAsync($"SELECT i FROM t WHERE p > 1e30::{type} ORDER BY i"));
    }

    [Fact]
    public async Task Merging_replaces_rows_by_key_and_adds_the_others()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT i AS k, i % 2 AS p, 'old' AS v FROM range(6) t(i)", "p");
        await lake.WriteAsync("t", "SELECT 100 AS k, 0 AS p, 'old' AS v");
        WriteResult merged = await MergeAsync(lake, "SELECT * FROM (VALUES ('new', 2, 0), ('new', 8, 1)) v(v, k, p)", "k", "p");
        Assert.Equal((2L, 1L, 1), (merged.RowsWritten, merged.RowsRemoved, merged.FilesRemoved));
        Assert.Equal("0old,1old,2new,3old,4old,5old,8new,100old", await lake.ListAsync("SELECT k || v FROM t ORDER BY k"));
    }

    [Fact]
    public async Task Merging_refuses_two_rows_of_one_key_and_keys_with_nulls()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS k, 'a' AS v");
        ConstraintViolationException twice = await Assert.ThrowsAsync<ConstraintViolationException>(
            () => MergeAsync(lake, "SELECT * FROM (VALUES (2, 'x'), (2, 'y')) v(k, v)", "k"));
        Assert.Contains("k = 2", twice.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConstraintViolationException>(
            () => MergeAsync(lake, "SELECT NULL::INTEGER AS k, 'x' AS v", "k"));
        await Assert.ThrowsAsync<SchemaMismatchException>(() => MergeAsync(lake, "SELECT 1 AS k, 'x' AS v", "nokey"));
        Assert.Equal("a", await lake.ListAsync("SELECT v FROM t"));
    }

    [Fact]
    public async Task Columns_are_matched_by_name_and_cast_to_the_tables_types()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1::BIGINT AS a, 1.5::DECIMAL(10,2) AS b, 'x' AS c");
        await lake.WriteAsync("t", "SELECT 'y' AS C, 2.25 AS b, 7::TINYINT AS a");
        Assert.Equal("1|1.50|x,7|2.25|y", await lake.ListAsync("SELECT a || '|' || b || '|' || c FROM t ORDER BY a"));
        await lake.WriteAsync("t", "SELECT 8 AS a");
        Assert.Null(await lake.ValueAsync("SELECT c FROM t WHERE a = 8"));
        await Assert.ThrowsAsync<SchemaMismatchException>(() => lake.WriteAsync("t", "SELECT 1 AS a, 2 AS z"));
        await Assert.ThrowsAsync<SchemaMismatchException>(() => lake.WriteAsync("t", "SELECT 1 AS a, 2 AS A"));
        await Assert.ThrowsAnyAsync<QueryException>(() => lake.WriteAsync("t", "SELECT 123456789012.0 AS b"));
    }

    [Fact]
    public async Task Columns_are_added_only_when_that_is_allowed_and_older_rows_have_nulls()
    {
        await using var lake = new Lake();
        long before = (await lake.WriteAsync("t", "SELECT 1 AS a, 0 AS p", "p")).Version;
        var write = new WriteQuery("SELECT 2 AS a, 'n' AS extra, 1 AS p", "t") { SchemaEvolution = SchemaEvolution.AddColumns };
        WriteResult written = await lake.Engine.WriteAsync(write, Lake.Token);
        Assert.Equal(["a", "p", "extra"], written.Schema.Fields.Select(field => field.Name));
        Assert.Equal("null,n", await lake.ListAsync("SELECT extra FROM t ORDER BY a"));
        Assert.Equal("a,p", await lake.ListAsync($"DESCRIBE SELECT * FROM t AT (VERSION => {before})"));
        await ReplaceAsync(lake, "SELECT 1 AS a, 0 AS p", "a = 1");
        Assert.Equal("null,n", await lake.ListAsync("SELECT extra FROM t ORDER BY a"));
    }

    [Fact]
    public async Task A_schema_is_replaced_only_by_an_overwrite()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS a");
        await lake.Engine.WriteAsync(new WriteQuery("SELECT 'x' AS b, 2 AS p", "t")
        {
            Mode = WriteMode.Overwrite,
            SchemaEvolution = SchemaEvolution.Replace,
            PartitionBy = ["p"],
        }, Lake.Token);
        Assert.Equal("b,p", await lake.ListAsync("DESCRIBE t"));
        Assert.Equal(["p"], (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).PartitionColumns);
        await Assert.ThrowsAsync<ArgumentException>(async () => await lake.Engine.WriteAsync(
            new WriteQuery("SELECT 1 AS z", "t") { SchemaEvolution = SchemaEvolution.Replace }, Lake.Token));
    }

    [Fact]
    public async Task Required_columns_refuse_nulls()
    {
        await using var lake = new Lake();
        var write = new WriteQuery("SELECT 1 AS a, 2 AS p", "t") { RequiredColumns = ["a", "p"], PartitionBy = ["p"] };
        await lake.Engine.WriteAsync(write, Lake.Token);
        await Assert.ThrowsAsync<ConstraintViolationException>(() => lake.WriteAsync("t", "SELECT NULL AS a, 1 AS p"));
        await Assert.ThrowsAsync<ConstraintViolationException>(() => lake.WriteAsync("t", "SELECT 1 AS a, NULL AS p"));
        await Assert.ThrowsAsync<SchemaMismatchException>(() => lake.WriteAsync("t", "SELECT 1 AS p"));
        Assert.Equal("1", await lake.ListAsync("SELECT a FROM t"));
    }

    [Fact]
    public async Task No_rows_are_a_commit_without_files()
    {
        await using var lake = new Lake();
        WriteResult written = await lake.WriteAsync("t", "SELECT i, 'x' AS s FROM range(0) t(i)");
        Assert.Equal((0L, 0), (written.RowsWritten, written.FilesAdded));
        Assert.Equal("i,s", await lake.ListAsync("DESCRIBE t"));
        Assert.Equal(0L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Types_survive_the_way_through_a_table()
    {
        await using var lake = new Lake();
        WriteResult written = await lake.WriteAsync("t", """
            SELECT 1::TINYINT AS a, 2::SMALLINT AS b, 3::INTEGER AS c, 4::BIGINT AS d, 1.5::FLOAT AS e, 2.5::DOUBLE AS f,
                1.25::DECIMAL(20,4) AS g, true AS h, DATE '2024-01-01' AS i, TIMESTAMPTZ '2024-01-01 10:00:00.123456+00' AS j,
                TIMESTAMP '2024-01-01 10:00:00' AS k, 'é' AS l, '\xAB'::BLOB AS m, [1, 2] AS n, {'x y': 1, 'z': ['q']} AS o,
                MAP {'k': 1.5} AS p, 5::HUGEINT AS q, 6::UBIGINT AS r
            """);
        Assert.Equal(
            "byte short integer long float double decimal(20,4) boolean date timestamp timestamp_ntz string binary "
            + "array<integer> struct<x y:integer,z:array<string>> map<string,decimal(2,1)> decimal(38,0) decimal(20,0)",
            string.Join(' ', written.Schema.Fields.Select(field => field.Type.DisplayName)));
        Assert.Equal(1L, await lake.ValueAsync("""
            SELECT count(*) FROM t WHERE a = 1 AND e = 1.5 AND g = 1.25 AND j = TIMESTAMPTZ '2024-01-01 10:00:00.123456+00'
                AND k = TIMESTAMP '2024-01-01 10:00:00' AND l = 'é' AND n[2] = 2 AND o.z[1] = 'q' AND p['k'] = 1.5 AND q = 5
            """));
        QueryFailedException error = await Assert.ThrowsAsync<QueryFailedException>(
            () => lake.WriteAsync("u", "SELECT INTERVAL 1 DAY AS i"));
        Assert.Contains("Cast it", error.Message, StringComparison.Ordinal);
    }
}
