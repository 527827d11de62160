using TestKit;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

[OnEveryStore]
public sealed class FaultTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.FailAfter)]
    [InlineData(Fault.DenyAfter)]
    [InlineData(Fault.FailBefore)]
    public async Task A_commit_whose_answer_is_lost_lands_once(Fault fault)
    {
        await CreateAsync();
        DeltaTable table = await OpenAsync(FaultPlan.At(StoreCall.TryPutIfAbsent, 1, fault));

        CommittedVersion committed = await table.AppendAsync("a.parquet", Cancellation);
        CommittedVersion next = await table.AppendAsync("b.parquet", Cancellation);

        Assert.Equal((1, 2), (committed.Version, next.Version));
        Snapshot snapshot = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal((2, 2), (snapshot.Version, snapshot.FileCount));
    }

    [Theory]
    [InlineData(Fault.FailAfter)]
    [InlineData(Fault.DenyAfter)]
    public async Task A_creation_whose_answer_is_lost_is_still_ours(Fault fault)
    {
        FaultyObjectStore store = new(_store, FaultPlan.At(StoreCall.TryPutIfAbsent, 1, fault));

        DeltaTable table = await DeltaTable.CreateAsync(
            store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);

        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task A_creation_that_has_landed_does_not_fail_because_its_time_cannot_be_looked_up()
    {
        FaultyObjectStore store = new(_store, FaultPlan.At(StoreCall.FindHead, 1, Fault.FailBefore));

        DeltaTable table = await DeltaTable.CreateAsync(
            store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);

        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task A_put_that_failed_is_no_lost_race_and_is_tried_again_without_retries()
    {
        await CreateAsync();
        DeltaTable table = await OpenAsync(FaultPlan.At(StoreCall.TryPutIfAbsent, 1, Fault.FailBefore));
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);

        CommittedVersion committed = await table.CommitAsync(
            new TableChange(snapshot) { Adds = [Tables.File("a.parquet")] }, Tables.Commit with { RetriesMax = 0 }, Cancellation);

        Assert.Equal(1, committed.Version);
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_crash_at_any_call_of_a_creation_leaves_no_table_or_all_its_first_rows(Fault fault)
    {
        TableDefinition definition = new(Tables.Schema) { Files = [Tables.File("a.parquet"), Tables.File("b.parquet")] };
        for (long number = 1; ; number++)
        {
            Assert.True(number < 20, "A creation takes fewer calls than this.");
            IObjectStore inner = TestStore.New();
            FaultyObjectStore store = new(inner, FaultPlan.AtCall(number, fault));
            Exception? crash = await Record.ExceptionAsync(async () =>
                await DeltaTable.CreateAsync(store, definition, Tables.Commit, null, Cancellation));

            DeltaTable? table = await DeltaTable.TryOpenAsync(inner, null, Cancellation);

            Snapshot? snapshot = table is null ? null : await table.GetSnapshotAsync(Cancellation);
            Assert.True(snapshot is null or { Version: 0, FileCount: 2 });
            if (!store.HasCrashed)
            {
                Assert.Null(crash);
                Assert.NotNull(snapshot);
                break;
            }

            Assert.IsType<SimulatedCrashException>(crash);
        }
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_fails_no_commit()
    {
        await CreateAsync();
        DeltaTable table = await OpenAsync(new FaultPlan((_, call, _) =>
            call is StoreCall.Put or StoreCall.PutFile ? Fault.FailBefore : Fault.None));
        for (int version = 1; version <= 11; version++)
        {
            Assert.Equal(version, (await table.AppendAsync($"{version}.parquet", Cancellation)).Version);
        }

        Assert.Equal(11, (await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation)).FileCount);
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_crash_at_any_call_leaves_the_table_before_or_after(Fault fault)
    {
        for (long number = 1; ; number++)
        {
            Assert.True(number < 100, "Four appends take fewer calls than this.");
            IObjectStore inner = TestStore.New();
            DeltaTable setup = await DeltaTable.CreateAsync(
                inner, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
            for (int version = 1; version <= 8; version++)
            {
                await setup.AppendAsync($"{version}.parquet", Cancellation);
            }

            // Version 10 has a checkpoint: its calls are among those that crash.
            FaultyObjectStore store = new(inner, FaultPlan.AtCall(number, fault));
            int landed = await AppendUntilCrashAsync(store);
            if (!store.HasCrashed)
            {
                Assert.Equal(4, landed);
                return;
            }

            DeltaTable after = await DeltaTable.OpenAsync(inner, null, Cancellation);
            Snapshot snapshot = await after.GetSnapshotAsync(Cancellation);
            Assert.Equal(snapshot.Version, snapshot.FileCount);
            Assert.InRange(snapshot.Version, 8 + landed, 8 + landed + 1);
            Assert.Equal(snapshot.Version + 1, (await after.AppendAsync("next.parquet", Cancellation)).Version);
        }
    }

    [Fact]
    public async Task Random_lost_answers_lose_and_double_nothing()
    {
        await CreateAsync();
        DeltaTable table = await OpenAsync(FaultPlan.Random(7, 0.2, Fault.DenyAfter));
        for (int commit = 0; commit < 100; commit++)
        {
            await table.AppendAsync($"{commit}.parquet", Cancellation);
        }

        Snapshot snapshot = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal((100, 100), (snapshot.Version, snapshot.FileCount));
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_and_leaves_the_table_as_it_was()
    {
        await CreateAsync();
        FullStore full = new(_store);
        DeltaTable table = await DeltaTable.OpenAsync(full, null, Cancellation);

        await Assert.ThrowsAsync<ObjectStoreFullException>(async () => await table.AppendAsync(
            new ArrowDataEngine(), Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation));
        await Assert.ThrowsAsync<ObjectStoreFullException>(async () => await table.AppendAsync("a.parquet", Cancellation));

        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).Version);
    }

    private static async Task<int> AppendUntilCrashAsync(FaultyObjectStore store)
    {
        int landed = 0;
        try
        {
            DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
            for (; landed < 4; landed++)
            {
                await table.AppendAsync($"new-{landed}.parquet", Cancellation);
            }
        }
        catch (Exception exception) when (exception is SimulatedCrashException or ObjectStoreException)
        {
            Assert.True(store.HasCrashed, exception.ToString());
        }

        return landed;
    }

    private async Task CreateAsync() => await DeltaTable.CreateAsync(
        _store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);

    private async Task<DeltaTable> OpenAsync(FaultPlan plan) =>
        await DeltaTable.OpenAsync(new FaultyObjectStore(_store, plan), null, Cancellation);

    /// <summary>A store that has no room left.</summary>
    private sealed class FullStore(IObjectStore inner) : IObjectStore
    {
        public Uri Location => inner.Location;

        public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            throw Full(key);

        public ValueTask<bool> TryPutIfAbsentAsync(
            string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw Full(key);

        public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken) =>
            throw Full(key);

        public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) =>
            inner.GetAsync(key, cancellationToken);

        public ValueTask<byte[]> GetRangeAsync(
            string key, long offset, int length, CancellationToken cancellationToken) =>
            inner.GetRangeAsync(key, offset, length, cancellationToken);

        public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken) =>
            inner.FindHeadAsync(key, cancellationToken);

        public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
            inner.DeleteAsync(key, cancellationToken);

        public IAsyncEnumerable<ObjectHead> ListAsync(
            string prefix, string? afterKey, CancellationToken cancellationToken) =>
            inner.ListAsync(prefix, afterKey, cancellationToken);

        public string? FindLocalPath(string key) => inner.FindLocalPath(key);

        private ObjectStoreFullException Full(string key) => new(
            $"No room for {key} in {Location}.", new IOException("No space left on device"));
    }
}
