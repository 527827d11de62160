using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class OptimizeTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Fact]
    public async Task Small_files_become_one_without_a_change_of_rows_and_the_second_call_finds_nothing()
    {
        DeltaTable table = await SmallFilesAsync("s.t", 20);

        OptimizeResult first = await OptimizeAsync(table, new OptimizeRequest());
        OptimizeResult second = await OptimizeAsync(table, new OptimizeRequest());

        Assert.Equal((20, 1, 20L), (first.FilesRemoved, first.FilesAdded, first.Version));
        Assert.Null(second.Version);
        Assert.Equal((1, 1), (second.FilesConsidered, second.FilesSkipped));
        Assert.Equal(199_990_000 / 10, Convert.ToInt64(await _lake.ValueAsync("SELECT sum(i) / 10 FROM s.t")));
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        AddFile file = Assert.Single(snapshot.Files);
        Assert.Equal(20_000, snapshot.RowCount);
        Assert.Equal("0", snapshot.FindStatistics(file)!.Find("i").Min!.ToString());
        CommitRecord commit = await NewestAsync(table);
        Assert.Equal(("OPTIMIZE", "20", "1"),
            (commit.Operation, commit.Metrics["numRemovedFiles"], commit.Metrics["numAddedFiles"]));
    }

    [Fact]
    public async Task Only_partitions_that_the_condition_names_are_rewritten_and_keep_their_values()
    {
        for (int i = 0; i < 3; i++)
        {
            await _lake.WriteAsync("s.p", "SELECT i, CASE WHEN i % 3 = 0 THEN 'a b/c=%d' WHEN i % 3 = 1 THEN NULL ELSE 'ü' END AS p, "
                + "DATE '2024-01-01' + CAST(i % 2 AS INTEGER) AS d FROM range(60) t(i)", "p", "d");
        }

        DeltaTable table = await _lake.TableAsync("s.p");
        string before = await _lake.ListAsync("SELECT concat_ws('|', p, d, sum(i), count(*)) FROM s.p GROUP BY p, d ORDER BY ALL");
        OptimizeResult result = await OptimizeAsync(table, new OptimizeRequest { Where = "d = DATE '2024-01-02' AND p IS NOT NULL" });

        Assert.Equal((2, 6, 2), (result.PartitionsOptimized, result.FilesRemoved, result.FilesAdded));
        OptimizeResult rest = await OptimizeAsync(table, new OptimizeRequest());
        Assert.Equal(4, rest.PartitionsOptimized);
        Assert.Equal(before, await _lake.ListAsync("SELECT concat_ws('|', p, d, sum(i), count(*)) FROM s.p GROUP BY p, d ORDER BY ALL"));
        Assert.Equal(6, (await table.GetSnapshotAsync(Token)).FileCount);
        Assert.Equal("60", (await _lake.ValueAsync("SELECT count(*) FROM s.p WHERE p IS NULL"))!.ToString());
    }

    [Theory]
    [InlineData("i > 3", "must compare partition columns")]
    [InlineData("p = 'a' OR upper(p) = 'B'", "must compare partition columns")]
    [InlineData("p = ", "is wrong")]
    public async Task A_condition_that_chooses_no_whole_files_is_refused_and_nothing_is_written(string condition, string problem)
    {
        await _lake.WriteAsync("s.p", "SELECT i, 'a' AS p FROM range(3) t(i)", "p");
        DeltaTable table = await _lake.TableAsync("s.p");

        SqlSyntaxException error = await Assert.ThrowsAsync<SqlSyntaxException>(
            () => OptimizeAsync(table, new OptimizeRequest { Where = condition }));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await table.GetSnapshotAsync(Token)).Version);
    }

    [Fact]
    public async Task Work_is_committed_piece_by_piece_so_that_what_is_done_stays_done()
    {
        for (int i = 0; i < 3; i++)
        {
            await _lake.WriteAsync("s.p", "SELECT i, i % 4 AS p FROM range(40) t(i)", "p");
        }

        DeltaTable table = await _lake.TableAsync("s.p");
        List<OptimizeProgress> reports = [];
        OptimizeResult result = await _lake.Engine.OptimizeAsync(
            table, new OptimizeRequest { CommitSizeBytes = 1 }, new Reports(reports), Token);

        Assert.Equal((4, 4, 12), (result.Commits, result.FilesAdded, result.FilesRemoved));
        Assert.Equal((12, reports[^1].BytesTotal), (reports[^1].FilesDone, reports[^1].BytesDone));
        Assert.Equal(2340L, Convert.ToInt64(await _lake.ValueAsync("SELECT sum(i) FROM s.p")));
    }

    [Fact]
    public async Task Z_order_lays_rows_out_so_that_each_of_the_columns_skips_files()
    {
        await _lake.WriteAsync("s.z", "SELECT hash(i) % 1000 AS a, CAST(hash(i + 7) % 1000 AS VARCHAR) AS b, CASE WHEN i % 50 = 0 THEN NULL "
            + "ELSE DATE '2000-01-01' + CAST(hash(i + 3) % 5000 AS INTEGER) END AS d, CAST(hash(i) % 100000000 AS DECIMAL(18,3)) AS m "
            + "FROM range(1200000) t(i)");
        DeltaTable table = await _lake.TableAsync("s.z");
        string before = (string)(await _lake.ValueAsync("SELECT concat_ws(',', count(*), sum(hash(a, b, d, m))) FROM s.z"))!;

        OptimizeResult result = await OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["a", "b", "d"], TargetSizeBytes = 1 << 20 });
        OptimizeResult again = await OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["a", "b", "d"], TargetSizeBytes = 1 << 20 });

        Assert.True(result.FilesAdded >= 8, $"{result.FilesAdded} files");
        Assert.Null(again.Version);
        Assert.Equal(before, await _lake.ValueAsync("SELECT concat_ws(',', count(*), sum(hash(a, b, d, m))) FROM s.z"));
        foreach (string condition in new[] { "a < 100", "b < '1'", "d < DATE '2001-01-01'" })
        {
            await using QueryResult query = await _lake.Engine.QueryAsync($"SELECT count(*) FROM s.z WHERE {condition}", null, Token);
            await query.ReadAllAsync(Token);
            TableVersionRead read = Assert.Single(query.Tables);
            Assert.True(read.FilesPruned > 0, $"{condition}: {read.FilesScanned} read, {read.FilesPruned} pruned");
        }
    }

    private async Task<DeltaTable> SmallFilesAsync(string name, int files)
    {
        for (int i = 0; i < files; i++)
        {
            await _lake.WriteAsync(name, $"SELECT i, 'x' || (i % 10) AS s FROM range({i * 1000}, {(i + 1) * 1000}) t(i)");
        }

        return await _lake.TableAsync(name);
    }

    private async Task<OptimizeResult> OptimizeAsync(DeltaTable table, OptimizeRequest request) =>
        await _lake.Engine.OptimizeAsync(table, request, null, Token);

    private static async Task<CommitRecord> NewestAsync(DeltaTable table) =>
        await table.GetHistoryAsync(1, Token).SingleAsync(Token);

    private sealed class Reports(List<OptimizeProgress> reports) : IProgress<OptimizeProgress>
    {
        public void Report(OptimizeProgress value) => reports.Add(value);
    }
}
