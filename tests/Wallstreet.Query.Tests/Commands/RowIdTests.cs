using System.Globalization;
using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Commands;

/// <summary>Rows keep their ids, and the version that last changed them, wherever commands move them.</summary>
[OnEveryStore]
public sealed class RowIdTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData("false", "none")]
    [InlineData("true", "none")]
    [InlineData("false", "name")]
    [InlineData("true", "name")]
    [InlineData("false", "id")]
    [InlineData("true", "id")]
    public async Task Rows_keep_their_ids_through_deleting_updating_and_optimizing(string vectors, string mapping)
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", vectors), ("delta.columnMapping.mode", mapping));
        Dictionary<int, (long Id, long Version)> first = await IdsAsync(table);

        await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "i IN (1, 7)" }, Lake.Token);
        await _lake.Engine.UpdateAsync(
            table, new UpdateCommand([new ColumnAssignment("x", "x + 1000")]) { Where = "i IN (2, 8)" }, Lake.Token);
        Dictionary<int, (long Id, long Version)> changed = await IdsAsync(table);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = true }, null, Lake.Token);
        Dictionary<int, (long Id, long Version)> optimized = await IdsAsync(table);
        await _lake.Engine.UpdateAsync(table, new UpdateCommand([new ColumnAssignment("x", "0")]) { Where = "i = 3" }, Lake.Token);
        Dictionary<int, (long Id, long Version)> last = await IdsAsync(table);

        int[] left = [0, 2, 3, 4, 5, 6, 8, 9];
        Assert.Equal(left, changed.Keys.Order());
        Assert.All(left, i => Assert.Equal(first[i].Id, changed[i].Id));
        Assert.All(left, i => Assert.Equal(i is 2 or 8 ? 3 : first[i].Version, changed[i].Version));
        Assert.Equal(changed.OrderBy(static row => row.Key), optimized.OrderBy(static row => row.Key));
        Assert.Equal((first[3].Id, (await table.GetSnapshotAsync(Lake.Token)).Version), last[3]);
        Assert.All(left.Where(static i => i != 3), i => Assert.Equal(optimized[i], last[i]));
        Assert.Equal("1002,1008", await _lake.ListAsync("SELECT x FROM t WHERE x > 1000 ORDER BY x"));
        Assert.Equal(3L, (await _lake.ReadAsync("DESCRIBE t")).Count);
    }

    [Theory]
    [InlineData("false", "none", "false", false)]
    [InlineData("true", "none", "false", true)]
    [InlineData("true", "none", "true", false)]
    [InlineData("false", "name", "true", true)]
    [InlineData("false", "id", "true", false)]
    [InlineData("true", "id", "false", true)]
    public async Task Rows_keep_their_ids_through_merging_and_inserted_ones_get_new_ones(
        string vectors, string mapping, string recorded, bool constrained)
    {
        List<(string, string)> properties =
        [
            ("delta.enableDeletionVectors", vectors), ("delta.columnMapping.mode", mapping),
            ("delta.enableChangeDataFeed", recorded),
        ];
        if (constrained)
        {
            properties.Add(("delta.constraints.positive", "x >= 0"));
        }

        DeltaTable table = await CreateAsync([.. properties]);
        Dictionary<int, (long Id, long Version)> first = await IdsAsync(table);

        CommandResult done = await _lake.Engine.MergeAsync(
            table,
            new MergeCommand(
                "(SELECT i::INTEGER AS i, 500::INTEGER AS x, (i % 2)::INTEGER AS p FROM range(7, 13) r(i)) AS s",
                "t.i = s.i",
                [
                    new MergeClause(MergeMatch.Matched, MergeAction.Delete) { Condition = "s.i = 9" },
                    new MergeClause(MergeMatch.Matched, MergeAction.Update),
                    new MergeClause(MergeMatch.NotMatched, MergeAction.Insert),
                    new MergeClause(MergeMatch.NotMatchedBySource, MergeAction.Update)
                    {
                        Condition = "t.i = 0",
                        Columns = [new ColumnAssignment("x", "t.x + 1")],
                    },
                ])
            { Name = "t" },
            Lake.Token);
        Dictionary<int, (long Id, long Version)> merged = await IdsAsync(table);

        Assert.Equal((3, 3, 1), (done.RowsInserted, done.RowsUpdated, done.RowsDeleted));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12], merged.Keys.Order());
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(
            (first[i].Id, i is 0 or 7 or 8 ? done.Version : first[i].Version), merged[i]));
        Assert.All([10, 11, 12], i => Assert.True(
            merged[i].Id > first.Values.Max(static row => row.Id) && merged[i].Version == done.Version));
        Assert.Equal(12, merged.Values.Select(static row => row.Id).Distinct().Count());
        Assert.Equal(5L, await _lake.ValueAsync("SELECT count(*) FROM t WHERE x = 500"));
        Assert.Equal(3L, (await _lake.ReadAsync("DESCRIBE t")).Count);
        Assert.Equal(3, (await table.GetSnapshotAsync(Lake.Token)).Schema.Fields.Count);
    }

    [Fact]
    public async Task New_rows_never_get_an_id_that_another_row_has_kept()
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", "true"), ("delta.columnMapping.mode", "none"));
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token);
        await _lake.WriteAsync("t", "SELECT 10 AS i, 10 AS x, 0 AS p", "p");
        await _lake.Engine.UpdateAsync(table, new UpdateCommand([new ColumnAssignment("x", "0")]), Lake.Token);

        Dictionary<int, (long Id, long Version)> ids = await IdsAsync(table);

        Assert.Equal(11, ids.Values.Select(static row => row.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("false", "none", "false")]
    [InlineData("true", "id", "true")]
    [InlineData("false", "name", "true")]
    public async Task Rows_keep_their_ids_where_others_are_replaced_or_merged_by_keys(string vectors, string mapping, string recorded)
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", vectors), ("delta.columnMapping.mode", mapping),
            ("delta.enableChangeDataFeed", recorded));
        Dictionary<int, (long Id, long Version)> first = await IdsAsync(table);

        await _lake.Engine.WriteAsync(
            new WriteQuery("SELECT 3 AS i, 33 AS x, 1 AS p UNION ALL SELECT 5, 55, 1", "t") { Mode = WriteMode.ReplaceWhere, ReplaceWhere = "i IN (3, 5)" },
            Lake.Token);
        Dictionary<int, (long Id, long Version)> replaced = await IdsAsync(table);
        await _lake.Engine.WriteAsync(
            new WriteQuery("SELECT 4 AS i, 44 AS x, 0 AS p UNION ALL SELECT 11, 11, 1", "t") { Mode = WriteMode.Merge, MergeKeys = ["i"] }, Lake.Token);
        Dictionary<int, (long Id, long Version)> merged = await IdsAsync(table);

        int[] left = [0, 1, 2, 4, 6, 7, 8, 9];
        Assert.All(left, i => Assert.Equal(first[i], replaced[i]));
        Assert.All([3, 5], i => Assert.True(replaced[i].Id > 9 && replaced[i].Version == 2));
        Assert.All(left.Except([4]), i => Assert.Equal(replaced[i], merged[i]));
        Assert.Equal((first[4].Id, 3L), merged[4]);
        Assert.Equal(11, merged.Values.Select(static row => row.Id).Distinct().Count());
        Assert.Equal(11L, await _lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task In_random_histories_ids_are_kept_and_unique_and_versions_change_only_with_rows()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            Random random = new(seed);
            await using Lake lake = new();
            string mapping = new[] { "none", "name", "id" }[seed % 3];
            DeltaTable table = await CreateAsync(lake, ("delta.enableDeletionVectors", seed % 2 == 0 ? "true" : "false"), ("delta.columnMapping.mode", mapping));
            Dictionary<int, (long Id, long Version)> known = await IdsAsync(table);
            HashSet<long> used = [.. known.Values.Select(static row => row.Id)];
            int next = 10;
            for (int step = 0; step < 8; step++)
            {
                HashSet<int> touched = [];
                int a = random.Next(next);
                switch (random.Next(6))
                {
                    case 0:
                        await lake.Engine.DeleteAsync(table, new DeleteCommand { Where = $"i % 5 = {a % 5} AND x > 0" }, Lake.Token);
                        break;
                    case 1:
                        touched = [.. known.Keys.Where(i => i % 4 == a % 4)];
                        await lake.Engine.UpdateAsync(table, new UpdateCommand([new ColumnAssignment("x", "x + 1")]) { Where = $"i % 4 = {a % 4}" }, Lake.Token);
                        break;
                    case 2:
                        touched = [.. known.Keys.Where(i => i >= a && i < a + 4)];
                        await lake.Engine.WriteAsync(
                            new WriteQuery($"SELECT r.i::INTEGER AS i, 0::INTEGER AS x, (r.i % 2)::INTEGER AS p FROM range({a}, {a + 4}) r(i)", "t")
                            {
                                Mode = WriteMode.Merge,
                                MergeKeys = ["i"],
                            },
                            Lake.Token);
                        next = Math.Max(next, a + 4);
                        break;
                    case 3:
                        await lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = random.Next(2) == 0 }, null, Lake.Token);
                        break;
                    case 4:
                        await lake.WriteAsync("t", $"SELECT i::INTEGER AS i, 1::INTEGER AS x, (i % 2)::INTEGER AS p FROM range({next}, {next + 5}) t(i)", "p");
                        next += 5;
                        break;
                    default:
                        await lake.Engine.OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["i", "x"] }, null, Lake.Token);
                        break;
                }

                long version = (await table.GetSnapshotAsync(Lake.Token)).Version;
                Dictionary<int, (long Id, long Version)> now = await IdsAsync(table);
                foreach ((int i, (long id, long changed)) in now)
                {
                    if (known.TryGetValue(i, out (long Id, long Version) before))
                    {
                        Assert.Equal((before.Id, touched.Contains(i) ? version : before.Version), (id, changed));
                    }
                    else
                    {
                        Assert.True(used.Add(id), $"seed {seed}, step {step}: the new row {i} has the id {id} that another had.");
                        Assert.Equal(version, changed);
                    }
                }

                known = now;
            }
        }
    }

    [Theory]
    [InlineData("none", "true")]
    [InlineData("id", "false")]
    public async Task Statements_read_ids_versions_and_files_by_the_name_that_Spark_gives_them(string mapping, string vectors)
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", vectors), ("delta.columnMapping.mode", mapping));
        await _lake.RunAsync("UPDATE t SET x = 1000 WHERE i = 7");
        Dictionary<int, (long Id, long Version)> ids = await IdsAsync(table);

        IReadOnlyList<object?[]> rows = await _lake.ReadAsync(
            "SELECT i, _metadata.row_id, t._metadata.row_commit_version, _metadata.file_path, _metadata.file_name FROM t ORDER BY i");

        Assert.Equal(10, rows.Count);
        Assert.All(rows, row => Assert.Equal(ids[(int)row[0]!], ((long)row[1]!, (long)row[2]!)));
        Assert.All(rows, row => Assert.True(
            ((string)row[3]!).StartsWith(table.Location.AbsoluteUri, StringComparison.Ordinal) && ((string)row[3]!).EndsWith((string)row[4]!, StringComparison.Ordinal)));
        Assert.Equal(4, Assert.Single(await _lake.ReadAsync("SELECT *, _metadata.row_id AS id FROM t WHERE i = 7")).Length);
        Assert.Equal(3, Assert.Single(await _lake.ReadAsync($"SELECT * FROM t WHERE _metadata.row_id = {ids[7].Id}")).Length);
        Assert.Equal(3, Assert.Single(await _lake.ReadAsync($"FROM t WHERE _metadata.row_id = {ids[7].Id}")).Length);
        Assert.Equal(2, Assert.Single(await _lake.ReadAsync($"SELECT t.* EXCLUDE x FROM t WHERE _metadata.row_id = {ids[7].Id}")).Length);
        Assert.Single(Assert.Single(await _lake.ReadAsync($"SELECT * EXCLUDE (x, p) FROM t WHERE _metadata.row_id = {ids[7].Id}")));
        Assert.Equal(10L, await _lake.ValueAsync(
            "SELECT count(*) FROM (SELECT *, _metadata.row_id AS id FROM t) AS a JOIN (SELECT * FROM t) AS b USING (i)"));
        Assert.Equal(10L, await _lake.ValueAsync("SELECT count(DISTINCT a._metadata.row_id) FROM t AS a JOIN t AS b ON a._metadata.row_id = b._metadata.row_id"));
        Assert.Equal(0L, await _lake.ValueAsync("SELECT count(_metadata.row_id) FROM t WHERE i > 100"));
        SqlSyntaxException natural = await Assert.ThrowsAsync<SqlSyntaxException>(
            () => _lake.ReadAsync("SELECT a._metadata.row_id FROM t AS a NATURAL JOIN t AS b"));
        Assert.Contains("USING", natural.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_of_changes_know_rows_by_their_ids()
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", "true"));
        Dictionary<int, (long Id, long Version)> ids = await IdsAsync(table);
        await _lake.RunAsync($"DELETE FROM t WHERE _metadata.row_id = {ids[3].Id}");
        await _lake.RunAsync($"UPDATE t SET x = -1 WHERE _metadata.row_id IN ({ids[4].Id}, {ids[9].Id})");
        await _lake.RunAsync($"MERGE INTO t USING (SELECT {ids[5].Id} AS id) s ON t._metadata.row_id = s.id WHEN MATCHED THEN UPDATE SET x = -2");
        await _lake.RunAsync("CREATE TABLE ids AS SELECT *, _metadata.row_id AS id, _metadata.row_commit_version AS version FROM t");

        Assert.Equal("0,1,2,-1,-2,6,7,8,-1", await _lake.ListAsync("SELECT x FROM t ORDER BY i"));
        Dictionary<int, (long Id, long Version)> now = await IdsAsync(table);
        Assert.Equal(
            string.Join(',', now.OrderBy(static row => row.Key).Select(static row => $"{row.Key}:{row.Value.Id}:{row.Value.Version}")),
            await _lake.ListAsync("SELECT i || ':' || id || ':' || version FROM ids ORDER BY i"));
    }

    [Fact]
    public async Task A_table_without_row_tracking_has_files_and_no_ids_and_a_column_of_the_name_comes_first()
    {
        await _lake.WriteAsync("plain", "SELECT 1 AS i");
        await _lake.WriteAsync("own", "SELECT {'row_id': 5} AS _metadata");

        Assert.Equal(0L, await _lake.ValueAsync("SELECT _metadata.row_index FROM plain"));
        await Assert.ThrowsAnyAsync<QueryException>(() => _lake.ValueAsync("SELECT _metadata.row_id FROM plain"));
        Assert.Equal(5, await _lake.ValueAsync("SELECT _metadata.row_id FROM own"));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("name")]
    [InlineData("id")]
    public async Task Rows_keep_their_ids_where_the_built_in_engine_copies_files(string mapping)
    {
        DeltaTable table = await CreateAsync(("delta.columnMapping.mode", mapping));
        Dictionary<int, (long Id, long Version)> first = await IdsAsync(table);
        ArrowDataEngine engine = new();

        await table.DeleteAsync(engine, Predicate.Equal("i", Literal.Of(3)), new CommitOptions("DELETE"), Lake.Token);
        await table.ReplaceWhereAsync(
            engine, Predicate.Equal("i", Literal.Of(6)), AsyncEnumerable.Empty<Apache.Arrow.RecordBatch>(), new CommitOptions("WRITE"), Lake.Token);
        await table.DeleteAsync(engine, Predicate.Equal("i", Literal.Of(1)), new CommitOptions("DELETE"), Lake.Token);

        Dictionary<int, (long Id, long Version)> left = await IdsAsync(table);
        Assert.Equal([0, 2, 4, 5, 7, 8, 9], left.Keys.Order());
        Assert.All(left, row => Assert.Equal(first[row.Key], row.Value));
        Assert.Equal("0,2,4,5,7,8,9", await _lake.ListAsync("SELECT x FROM t ORDER BY i"));
    }

    /// <summary>Ten rows in two partitions and two versions.</summary>
    private Task<DeltaTable> CreateAsync(params (string Key, string Value)[] properties) => CreateAsync(_lake, properties);

    private static async Task<DeltaTable> CreateAsync(Lake lake, params (string Key, string Value)[] properties)
    {
        await lake.CreateAsync(
            "t", "SELECT i::INTEGER AS i, i::INTEGER AS x, (i % 2)::INTEGER AS p FROM range(5) t(i)", ["p"],
            properties.Append(("delta.enableRowTracking", "true")));
        await lake.WriteAsync("t", "SELECT i::INTEGER AS i, i::INTEGER AS x, (i % 2)::INTEGER AS p FROM range(5, 10) t(i)", "p");
        return await lake.TableAsync("t");
    }

    /// <summary>The id and version of each row by its number i, read from the files themselves.</summary>
    private static async Task<Dictionary<int, (long Id, long Version)>> IdsAsync(DeltaTable table)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        string key = snapshot.Schema.Find("i")!.GetPhysicalName(snapshot.ColumnMapping);
        (string? id, string? version) = (snapshot.Metadata.RowIdColumn, snapshot.Metadata.RowCommitVersionColumn);
        Dictionary<int, (long Id, long Version)> ids = [];
        await foreach ((AddFile file, long row, DuckDBDataReader values) in StoredRows.ReadAsync(
            table,
            path => FileColumns.Read(path).Any(column => column.Name == id)
                ? $"\"{key}\", \"{id}\", \"{version}\""
                : $"\"{key}\", NULL::BIGINT, NULL::BIGINT"))
        {
            ids.Add(
                Convert.ToInt32(values.GetValue(0), CultureInfo.InvariantCulture),
                (
                    values.IsDBNull(1) ? file.BaseRowId!.Value + row : values.GetInt64(1),
                    values.IsDBNull(2) ? file.DefaultRowCommitVersion!.Value : values.GetInt64(2)));
        }

        return ids;
    }
}
