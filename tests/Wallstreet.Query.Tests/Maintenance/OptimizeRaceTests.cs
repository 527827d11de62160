using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Query.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class OptimizeRaceTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_another_writer_deletes_meanwhile_stays_deleted_and_the_rest_is_joined(bool byVector)
    {
        DeltaTable table = await TableAsync("s.t", partitions: 2);
        int raced = 0;
        var progress = new Hook(value =>
        {
            if (value.FilesDone > 0 && Interlocked.Exchange(ref raced, 1) == 0)
            {
                DeleteAsync("s.t", byVector).GetAwaiter().GetResult();
            }
        });

        OptimizeResult result = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), progress, Token);

        Assert.Equal(byVector ? "11" : "6", await _lake.ListAsync("SELECT count(*) FROM s.t"));
        Assert.Equal("0", await _lake.ListAsync("SELECT count(*) FROM s.t WHERE i = 0"));
        Assert.True(result.FilesConflicted > 0);
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        Assert.Equal(byVector ? 2 : 1, snapshot.FileCount);
        Assert.Equal(snapshot.FileCount, (await FilesOnDiskAsync(table)).Count(name => snapshot.Files.Any(file => Uri.UnescapeDataString(file.Path) == name)));
    }

    [Fact]
    public async Task What_was_written_for_another_schema_is_planned_again_once_a_writer_was_in_the_way()
    {
        DeltaTable table = await TableAsync("s.t", partitions: 2);
        int raced = 0;
        var progress = new Hook(value =>
        {
            if (value.FilesDone > 0 && Interlocked.Exchange(ref raced, 1) == 0)
            {
                DeleteAsync("s.t", byVector: true).GetAwaiter().GetResult();
                _lake.Engine.WriteAsync(
                    new WriteQuery("SELECT 999 AS i, 0 AS p, 'late' AS note", "s.t") { SchemaEvolution = SchemaEvolution.AddColumns }, Token)
                    .AsTask().GetAwaiter().GetResult();
            }
        });

        OptimizeResult result = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), progress, Token);

        Assert.Equal(6, result.FilesConflicted);
        Assert.Equal("1,2,3,4,5,100,101,102,103,104,105,999", await _lake.ListAsync("SELECT i FROM s.t ORDER BY i"));
    }

    [Fact]
    public async Task Appends_meanwhile_neither_stop_it_nor_are_lost()
    {
        DeltaTable table = await TableAsync("s.t", partitions: 1);
        int raced = 0;
        var progress = new Hook(_ =>
        {
            if (Interlocked.Exchange(ref raced, 1) == 0)
            {
                _lake.WriteAsync("s.t", "SELECT 999 AS i, 0 AS p").GetAwaiter().GetResult();
            }
        });

        OptimizeResult result = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), progress, Token);

        Assert.Equal((3, 0), (result.FilesRemoved, result.FilesConflicted));
        Assert.Equal("0,2,4,100,102,104,999", await _lake.ListAsync("SELECT i FROM s.t ORDER BY i"));
    }

    [Fact]
    public async Task A_writer_that_always_wins_makes_it_fail_by_name_and_leaves_no_files_behind()
    {
        DeltaTable table = await TableAsync("s.t", partitions: 1, files: 8);
        int row = 0;
        int seen = 0;
        var progress = new Hook(value =>
        {
            if (value.FilesDone > seen)
            {
                seen = value.FilesDone;
                DeleteRowAsync("s.t", row++).GetAwaiter().GetResult();
            }
        });

        ConcurrentModificationException error = await Assert.ThrowsAsync<ConcurrentModificationException>(
            async () => await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), progress, Token));

        Assert.Equal("DELETE", error.WinningOperation);
        Assert.Equal("13", await _lake.ListAsync("SELECT count(*) FROM s.t"));
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        HashSet<string> all = [];
        for (long version = 0; version <= snapshot.Version; version++)
        {
            all.UnionWith((await table.GetSnapshotAsync(version, Token)).Files.Select(static file => Uri.UnescapeDataString(file.Path)));
        }

        Assert.Equal(all.Order(), (await FilesOnDiskAsync(table)).Where(static name => name.EndsWith(".parquet", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_crash_at_any_call_leaves_the_rows_as_they_are(Fault fault)
    {
        for (long number = 1; ; number++)
        {
            Assert.True(number < 120, "It takes fewer calls than this.");
            string name = $"s.t{number}";
            DeltaTable setup = await TableAsync(name, partitions: 2);
            FaultyObjectStore store = new(setup.Store, FaultPlan.AtCall(number, fault));
            Exception? crash = await Record.ExceptionAsync(async () =>
            {
                DeltaTable table = await DeltaTable.OpenAsync(store, null, Token);
                await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { CommitSizeBytes = 1 }, null, Token);
            });

            Assert.Equal("0,1,2,3,4,5,100,101,102,103,104,105", await _lake.ListAsync($"SELECT i FROM {name} ORDER BY i"));
            if (!store.HasCrashed)
            {
                Assert.Null(crash);
                Assert.Equal(2, (await setup.GetSnapshotAsync(Token)).FileCount);
                break;
            }

            await _lake.Engine.OptimizeAsync(await DeltaTable.OpenAsync(setup.Store, null, Token), new OptimizeRequest(), null, Token);
            Assert.Equal("0,1,2,3,4,5,100,101,102,103,104,105", await _lake.ListAsync($"SELECT i FROM {name} ORDER BY i"));
        }
    }

    [Fact]
    public async Task A_lost_answer_of_the_commit_is_recognised_and_no_live_file_is_taken_back()
    {
        DeltaTable setup = await TableAsync("s.t", partitions: 1);
        FaultyObjectStore store = new(setup.Store, FaultPlan.At(StoreCall.TryPutIfAbsent, 1, Fault.FailAfter));
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Token);

        OptimizeResult result = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Token);

        Assert.Equal(1, result.Commits);
        Assert.Equal("0,2,4,100,102,104", await _lake.ListAsync("SELECT i FROM s.t ORDER BY i"));
    }

    [Fact]
    public async Task Deleted_rows_are_gone_from_the_files_after_a_purge_and_only_their_files_are_rewritten()
    {
        DeltaTable table = await TableAsync("s.t", partitions: 2);
        await DeleteAsync("s.t", byVector: true);

        OptimizeResult result = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = true }, null, Token);

        Assert.Equal((1, 1, 1), (result.FilesRemoved, result.FilesAdded, result.DeletionVectorsRemoved));
        Assert.DoesNotContain((await table.GetSnapshotAsync(Token)).Files, static file => file.DeletionVector is not null);
        Assert.Equal("REORG", (await table.GetHistoryAsync(1, Token).SingleAsync(Token)).Operation);
        Assert.Null((await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = true }, null, Token)).Version);
        Assert.Equal("1,2,3,4,5,100,101,102,103,104,105", await _lake.ListAsync("SELECT i FROM s.t ORDER BY i"));
    }

    /// <summary>Files of two rows, i and 100 + i, in the partition i % partitions.</summary>
    private async Task<DeltaTable> TableAsync(string name, int partitions, int files = 3)
    {
        for (int i = 0; i < files; i++)
        {
            await _lake.CreateAsync(
                name, $"SELECT p + {i * 2} + q * 100 AS i, p FROM range({partitions}) t(p), range(2) u(q)", ["p"],
                ("delta.enableDeletionVectors", "true"));
        }

        return await _lake.TableAsync(name);
    }

    private async Task DeleteAsync(string name, bool byVector)
    {
        DeltaTable other = await DeltaTable.OpenAsync((await _lake.TableAsync(name)).Store, null, Token);
        Snapshot snapshot = await other.GetSnapshotAsync(Token);
        AddFile[] files = [.. snapshot.Files.Where(static file => file.PartitionValues["p"] == "0")];
        AddFile first = files.Single(file => snapshot.FindStatistics(file)!.Find("i").Min!.ToString() == "0");
        await other.CommitAsync(
            byVector
                ? new TableChange(snapshot) { RowDeletions = [new RowDeletion(first, DeletionVector.Of([0]))] }
                : new TableChange(snapshot) { Removes = files },
            new CommitOptions("DELETE"), Token);
        if (!byVector)
        {
            await _lake.WriteAsync(name, "SELECT 50 AS i, 0 AS p WHERE false");
        }
    }

    private async Task DeleteRowAsync(string name, int number)
    {
        DeltaTable other = await DeltaTable.OpenAsync((await _lake.TableAsync(name)).Store, null, Token);
        Snapshot snapshot = await other.GetSnapshotAsync(Token);
        AddFile file = snapshot.Files.Single(file => snapshot.FindStatistics(file)!.Find("i").Min!.ToString() == (number * 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await other.CommitAsync(
            new TableChange(snapshot) { RowDeletions = [new RowDeletion(file, DeletionVector.Of([0]))] },
            new CommitOptions("DELETE"), Token);
    }

    private static async Task<List<string>> FilesOnDiskAsync(DeltaTable table)
    {
        List<ObjectHead> heads = await table.Store.ListAsync("", null, Token).ToListAsync(Token);
        return [.. heads.Select(static head => head.Key).Where(static key => !key.StartsWith("_delta_log/", StringComparison.Ordinal))];
    }

    private sealed class Hook(Action<OptimizeProgress> act) : IProgress<OptimizeProgress>
    {
        public void Report(OptimizeProgress value) => act(value);
    }
}
