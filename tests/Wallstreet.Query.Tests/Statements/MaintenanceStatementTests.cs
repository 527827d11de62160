using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Query.Maintenance;
using Wallstreet.Query.Statements;

namespace Wallstreet.Query.Tests.Statements;

[OnEveryStore]
public sealed class MaintenanceStatementTests
{
    private static async Task<StatementResult> RunAsync(Lake lake, string sql) =>
        await lake.Engine.ExecuteAsync(sql, null, null, Lake.Token);

    private static long Metric(StatementResult result, string name) =>
        (long)Assert.Single(result.Report!.Rows)[result.Report.Columns.ToList().IndexOf(name)]!;

    private static async Task<Lake> WithPartitionsAsync()
    {
        var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t PARTITIONED BY (p) TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS SELECT i AS k, i % 2 AS p FROM range(10) r(i)");
        await RunAsync(lake, "INSERT INTO t SELECT i + 10, i % 2 FROM range(10) r(i)");
        return lake;
    }

    [Fact]
    public async Task OPTIMIZE_joins_files_of_the_partitions_that_are_asked_for()
    {
        await using Lake lake = await WithPartitionsAsync();

        StatementResult one = await RunAsync(lake, "OPTIMIZE t WHERE p = 1");
        Assert.Equal((1L, 2L, 1L), (Metric(one, "numFilesAdded"), Metric(one, "numFilesRemoved"), Metric(one, "partitionsOptimized")));
        Assert.Equal((2L, true, "OPTIMIZE"), (one.Changes.Version, one.Changes.Committed, one.Operation));
        StatementResult rest = await RunAsync(lake, "optimize t;");
        Assert.Equal(1, Metric(rest, "partitionsOptimized"));
        StatementResult nothing = await RunAsync(lake, "OPTIMIZE t");
        Assert.Equal((0L, 3L, false), (Metric(nothing, "numFilesAdded"), nothing.Changes.Version, nothing.Changes.Committed));
        StatementResult laidOut = await RunAsync(lake, "OPTIMIZE t WHERE p >= 0 ZORDER BY (k)");
        Assert.Equal(2, Metric(laidOut, "numFilesAdded"));
        Assert.Equal("20", await lake.ListAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task ZORDER_BY_tells_a_column_with_a_point_in_its_name_from_a_field()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t TBLPROPERTIES ('delta.columnMapping.mode' = 'name') AS SELECT i AS \"s.a\", {'a': 100 - i} AS s FROM range(100) r(i)");

        await RunAsync(lake, "OPTIMIZE t ZORDER BY (s.a)");
        Assert.Equal("99", await FirstAsync());
        await RunAsync(lake, "OPTIMIZE t FULL ZORDER BY `s.a`");
        Assert.Equal("0", await FirstAsync());
        SchemaMismatchException none = await Assert.ThrowsAsync<SchemaMismatchException>(() => RunAsync(lake, "OPTIMIZE t ZORDER BY s.b"));
        Assert.Contains("no column 's.b'", none.Message, StringComparison.Ordinal);

        async Task<string> FirstAsync() => (await lake.ReadAsync("SELECT \"s.a\" FROM t LIMIT 1"))[0][0]!.ToString()!;
    }

    [Fact]
    public async Task Statements_that_take_long_tell_how_far_they_are()
    {
        await using Lake lake = await WithPartitionsAsync();
        Reports<OptimizeProgress> files = new();
        Reports<VacuumProgress> garbage = new();
        var progress = new StatementProgress { Rewriting = files, Vacuuming = garbage };

        await lake.Engine.ExecuteAsync("OPTIMIZE t", null, null, progress, Lake.Token);
        Assert.Equal((4, 4), (files.All[^1].FilesDone, files.All[^1].FilesTotal));
        await lake.Engine.ExecuteAsync("DELETE FROM t WHERE k = 3", null, null, progress, Lake.Token);
        files.All.Clear();
        await lake.Engine.ExecuteAsync("ALTER TABLE t DROP FEATURE deletionVectors", null, null, progress, Lake.Token);
        Assert.Equal((1, 1), (files.All[^1].FilesDone, files.All[^1].FilesTotal));
        await RunAsync(lake, "ALTER TABLE t SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 0 hours')");
        StatementResult vacuumed = await lake.Engine.ExecuteAsync("VACUUM t", null, null, progress, Lake.Token);
        Assert.Equal((VacuumPhase.Deleting, Metric(vacuumed, "numDeletedFiles")), (garbage.All[^1].Phase, garbage.All[^1].FilesDone));
    }

    [Fact]
    public async Task REORG_takes_deleted_rows_out_of_files()
    {
        await using Lake lake = await WithPartitionsAsync();
        await RunAsync(lake, "DELETE FROM t WHERE k = 3");
        await RunAsync(lake, "DELETE FROM t WHERE k = 4");

        Assert.Equal(1, Metric(await RunAsync(lake, "REORG TABLE t WHERE p = 1 APPLY (PURGE)"), "numDeletionVectorsRemoved"));
        Assert.Equal(1, Metric(await RunAsync(lake, "REORG TABLE t APPLY (PURGE)"), "numDeletionVectorsRemoved"));
        Assert.Equal("18", await lake.ListAsync("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("OPTIMIZE t\nWHERE k = 1", 2, 7, "partition columns")]
    [InlineData("OPTIMIZE t WHERE\n p ==== 1", 2, 2, "partition columns")]
    [InlineData("OPTIMIZE t WHERE p = 1 AND\n (p = )", 2, 7, "condition of OPTIMIZE is wrong")]
    [InlineData("OPTIMIZE t WHERE p = (SELECT max(p) FROM t)", 1, 18, "partition columns")]
    [InlineData("OPTIMIZE t WHERE p IN (SELECT 1 FROM read_csv('/etc/passwd'))", 1, 38, "read_csv")]
    public async Task A_condition_that_does_not_choose_partitions_is_wrong_where_it_stands(string sql, int line, int column, string says)
    {
        await using Lake lake = await WithPartitionsAsync();

        SqlSyntaxException wrong = await Assert.ThrowsAsync<SqlSyntaxException>(() => RunAsync(lake, sql));

        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (wrong.Line, wrong.Column));
        Assert.Equal(1, (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
    }

    [Fact]
    public async Task VACUUM_tells_files_or_deletes_them_and_keeps_what_is_too_young()
    {
        await using Lake lake = await WithPartitionsAsync();
        await RunAsync(lake, "INSERT OVERWRITE t SELECT 1, 1");

        await Assert.ThrowsAsync<UnsafeRetentionException>(() => RunAsync(lake, "VACUUM t RETAIN 0 HOURS"));
        StatementResult young = await RunAsync(lake, "VACUUM t RETAIN 168 HOURS DRY RUN");
        Assert.Empty(young.Report!.Rows);
        await RunAsync(lake, "ALTER TABLE t SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 0 hours')");
        StatementResult told = await RunAsync(lake, "VACUUM t DRY RUN");
        Assert.Equal(["path"], told.Report!.Columns);
        Assert.Equal(4, told.Report.Rows.Count);
        Assert.False(told.Changes.Committed);
        Assert.Equal(5, (await lake.FilesAsync("t")).Count);

        StatementResult lite = await RunAsync(lake, "vacuum t lite retain 0.0 hours");
        Assert.Equal(4, Metric(lite, "numDeletedFiles"));
        Assert.Single(await lake.FilesAsync("t"));
        Assert.Equal(0, Metric(await RunAsync(lake, "VACUUM t FULL"), "numDeletedFiles"));
        Assert.Equal("1", await lake.ListAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task RESTORE_goes_back_to_a_version_or_a_time()
    {
        await using Lake lake = await WithPartitionsAsync();
        DateTimeOffset then = (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Timestamp;
        await Task.Delay(TimeSpan.FromMilliseconds(1100), Lake.Token);
        await RunAsync(lake, "DELETE FROM t");

        StatementResult back = await RunAsync(lake, $"RESTORE TABLE t TO TIMESTAMP AS OF '{then:yyyy-MM-dd'T'HH:mm:ss.fffffff}Z'");
        Assert.Equal((4L, 0L, 4L), (Metric(back, "num_restored_files"), Metric(back, "num_removed_files"), Metric(back, "num_of_files_after_restore")));
        Assert.Equal(("RESTORE", 3L, true), (back.Operation, back.Changes.Version, back.Changes.Committed));
        Assert.Equal("20", await lake.ListAsync("SELECT count(*) FROM t"));
        StatementResult first = await RunAsync(lake, "RESTORE t TO VERSION AS OF 0");
        Assert.Equal(2, Metric(first, "num_removed_files"));
        Assert.Equal("10", await lake.ListAsync("SELECT count(*) FROM t"));
        Assert.False((await RunAsync(lake, "RESTORE TABLE t VERSION AS OF 0")).Changes.Committed);
        await Assert.ThrowsAsync<VersionNotFoundException>(() => RunAsync(lake, "RESTORE t TO VERSION AS OF 99"));
        await Assert.ThrowsAsync<VersionNotFoundException>(() => RunAsync(lake, "RESTORE t TO TIMESTAMP AS OF '1999-01-01'"));
        Assert.Equal(4, (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
    }

    private sealed class Reports<T> : IProgress<T>
    {
        public List<T> All { get; } = [];

        public void Report(T value)
        {
            lock (All)
            {
                All.Add(value);
            }
        }
    }
}
