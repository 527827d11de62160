using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class RestoreTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Fact]
    public async Task An_earlier_version_comes_back_with_rows_schema_and_properties_and_history_stays()
    {
        await _lake.WriteAsync("s.t", "SELECT 1 AS a");
        await _lake.WriteAsync("s.t", "SELECT 2 AS a");
        await _lake.Engine.WriteAsync(new WriteQuery("SELECT 'x' AS b", "s.t") { Mode = WriteMode.Overwrite, SchemaEvolution = SchemaEvolution.Replace }, Token);
        DeltaTable table = await _lake.TableAsync("s.t");

        RestoreResult result = await table.RestoreAsync(RestoreRequest.ToVersion(1), Token);

        Assert.Equal((3, 1, 2, 1), (result.Version, result.RestoredVersion, result.FilesRestored, result.FilesRemoved));
        Assert.Equal("1,2", await _lake.ListAsync("SELECT a FROM s.t ORDER BY a"));
        Assert.Equal("x", await _lake.ListAsync("SELECT b FROM s.t AT (VERSION => 2)"));
        CommitRecord commit = await table.GetHistoryAsync(1, Token).SingleAsync(Token);
        Assert.Equal(("RESTORE", "1", "2"), (commit.Operation, commit.Parameters["version"], commit.Metrics["numRestoredFiles"]));
        Assert.Equal(3, (await table.RestoreAsync(RestoreRequest.ToVersion(3), Token)).Version);
    }

    [Fact]
    public async Task Missing_files_are_named_and_nothing_is_changed()
    {
        await _lake.WriteAsync("s.t", "SELECT 1 AS a");
        await _lake.Engine.WriteAsync(new WriteQuery("SELECT 2 AS a", "s.t") { Mode = WriteMode.Overwrite }, Token);
        DeltaTable table = await _lake.TableAsync("s.t");
        string lost = Assert.Single((await table.GetSnapshotAsync(0, Token)).Files).Path;
        await table.Store.DeleteAsync(lost, Token);

        DataFileException error = await Assert.ThrowsAsync<DataFileException>(
            async () => await table.RestoreAsync(RestoreRequest.ToVersion(0), Token));

        Assert.Contains(lost, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await table.GetSnapshotAsync(Token)).Version);
    }

    [Fact]
    public async Task The_protocol_and_numbers_given_out_never_go_back()
    {
        await _lake.WriteAsync("s.t", "SELECT 1 AS a");
        DeltaTable table = await _lake.TableAsync("s.t");
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        Protocol upgraded = new(3, 7) { ReaderFeatures = ["columnMapping"], WriterFeatures = ["columnMapping", "appendOnly", "invariants"] };
        Dictionary<string, string> configuration = new() { ["delta.columnMapping.maxColumnId"] = "17" };
        await table.CommitAsync(
            new TableChange(snapshot) { NewProtocol = upgraded, NewMetadata = snapshot.Metadata with { Configuration = configuration } },
            new CommitOptions("SET TBLPROPERTIES"), Token);

        await table.RestoreAsync(RestoreRequest.ToVersion(0), Token);

        snapshot = await table.GetSnapshotAsync(Token);
        Assert.Equal(upgraded, snapshot.Protocol);
        Assert.Equal("17", snapshot.Metadata.FindProperty("delta.columnMapping.maxColumnId"));
    }

    [Fact]
    public async Task Rows_that_deletion_vectors_deleted_come_back_and_the_change_feed_tells_so()
    {
        DeltaTable table = await _lake.CreateAsync(
            "s.t", "SELECT i FROM range(10) t(i)", [], ("delta.enableDeletionVectors", "true"), ("delta.enableChangeDataFeed", "true"));
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        await table.CommitAsync(
            new TableChange(snapshot) { RowDeletions = [new RowDeletion(snapshot.Files.Single(), Delta.DeletionVectors.DeletionVector.Of([2, 3]))] },
            new CommitOptions("DELETE"), Token);
        Assert.Equal(40L, Convert.ToInt64(await _lake.ValueAsync("SELECT sum(i) FROM s.t")));

        await table.RestoreAsync(RestoreRequest.ToVersion(0), Token);

        Assert.Equal(45L, Convert.ToInt64(await _lake.ValueAsync("SELECT sum(i) FROM s.t")));
        Delta.ChangeData.ChangePlan plan = await table.PlanChangesAsync(2, 2, Token);
        long rows = 0;
        await foreach (Apache.Arrow.RecordBatch batch in new Delta.Engine.ArrowDataEngine().ReadChangesAsync(table, plan, null, Token))
        {
            using (batch)
            {
                rows += batch.Length;
            }
        }

        Assert.Equal(2, rows);
    }

    [Fact]
    public async Task An_append_only_table_is_not_taken_back()
    {
        DeltaTable table = await _lake.CreateAsync("s.t", "SELECT 1 AS a", [], ("delta.appendOnly", "true"));
        await _lake.WriteAsync("s.t", "SELECT 2 AS a");

        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await table.RestoreAsync(RestoreRequest.ToVersion(0), Token));
        Assert.Equal("1,2", await _lake.ListAsync("SELECT a FROM s.t ORDER BY a"));
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_crash_at_any_call_leaves_the_version_before_or_the_restored_one(Fault fault)
    {
        for (long number = 1; ; number++)
        {
            Assert.True(number < 60, "A restore takes fewer calls than this.");
            string name = $"s.t{number}";
            await _lake.WriteAsync(name, "SELECT 1 AS a");
            await _lake.Engine.WriteAsync(new WriteQuery("SELECT 2 AS a", name) { Mode = WriteMode.Overwrite }, Token);
            IObjectStore inner = (await _lake.TableAsync(name)).Store;
            FaultyObjectStore store = new(inner, FaultPlan.AtCall(number, fault));
            Exception? crash = await Record.ExceptionAsync(async () =>
                await (await DeltaTable.OpenAsync(store, null, Token)).RestoreAsync(RestoreRequest.ToVersion(0), Token));

            Assert.Matches("^[12]$", await _lake.ListAsync($"SELECT a FROM {name}"));
            if (!store.HasCrashed)
            {
                Assert.Null(crash);
                Assert.Equal("1", await _lake.ListAsync($"SELECT a FROM {name}"));
                break;
            }
        }
    }
}
