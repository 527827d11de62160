using System.Text;
using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Maintenance;

[OnEveryStore]
public sealed class VacuumTests
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private readonly ManualTime _time = new();
    private readonly IObjectStore _store;

    public VacuumTests() => _store = TestStore.New(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeltaOptions Options => new() { TimeProvider = _time, CheckpointInterval = 1000 };

    [Fact]
    public async Task Files_that_no_version_within_the_retention_needs_are_deleted_and_nothing_else()
    {
        DeltaTable table = await TableAsync("old.parquet", "kept.parquet", "recent.parquet");
        await PutAsync("orphan.parquet");
        await RemoveAsync(table, "old.parquet");
        _time.Advance(3 * _day);
        await RemoveAsync(table, "recent.parquet");
        _time.Advance(5 * _day);
        await PutAsync("uncommitted.parquet");

        VacuumResult dry = await table.VacuumAsync(new VacuumRequest { DryRun = true }, null, Cancellation);
        long before = (await table.GetSnapshotAsync(Cancellation)).Version;
        VacuumResult result = await table.VacuumAsync(new VacuumRequest(), null, Cancellation);

        Assert.Equal(["old.parquet", "orphan.parquet"], dry.Files);
        Assert.Null(dry.Version);
        Assert.Equal(dry.Files, result.Files);
        Assert.Equal(before + 2, result.Version);
        Assert.Equal(["kept.parquet", "recent.parquet", "uncommitted.parquet"], await DataAsync());
        List<CommitRecord> history = await table.GetHistoryAsync(2, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["VACUUM END", "VACUUM START"], history.Select(static commit => commit.Operation));
        Assert.Equal(("2", "2", "COMPLETED"), (history[0].Metrics["numDeletedFiles"], history[1].Metrics["numFilesToDelete"], history[0].Parameters["status"]));
    }

    [Fact]
    public async Task A_retention_below_the_tables_own_is_refused_until_it_is_meant()
    {
        DeltaTable table = await TableAsync("a.parquet");
        await RemoveAsync(table, "a.parquet");
        _time.Advance(TimeSpan.FromHours(2));
        VacuumRequest request = new() { Retention = TimeSpan.FromHours(1) };

        UnsafeRetentionException error = await Assert.ThrowsAsync<UnsafeRetentionException>(
            async () => await table.VacuumAsync(request, null, Cancellation));
        Assert.Contains("has not committed yet", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a.parquet"], await DataAsync());

        await table.VacuumAsync(request with { AllowShortRetention = true }, null, Cancellation);
        Assert.Empty(await DataAsync());
    }

    [Fact]
    public async Task The_tables_own_retention_counts_and_a_longer_one_keeps_what_checkpoints_have_forgotten()
    {
        DeltaTable table = await TableAsync("a.parquet", "b.parquet");
        await SetAsync(table, "delta.deletedFileRetentionDuration", "interval 2 days");
        await RemoveAsync(table, "a.parquet");
        _time.Advance(3 * _day);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        table = await DeltaTable.OpenAsync(_store, Options, Cancellation);

        Assert.Empty((await table.VacuumAsync(new VacuumRequest { Retention = 5 * _day, DryRun = true }, null, Cancellation)).Files);
        Assert.Equal(["a.parquet"], (await table.VacuumAsync(new VacuumRequest(), null, Cancellation)).Files);
    }

    [Fact]
    public async Task Hidden_files_and_other_tables_stay_but_partitions_change_data_and_staged_files_are_judged()
    {
        StructType schema = new(new StructField("_p", PrimitiveType.String), new StructField("v", PrimitiveType.Long));
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(schema) { PartitionColumns = ["_p"] }, Tables.Commit, Options, Cancellation);
        string[] stay = ["_mine/x.parquet", ".hidden/y.parquet", "a/_z.parquet", "sub/data.parquet", "sub/_delta_log/00000000000000000000.json", "Asub"];
        string[] go = ["_p=1/x.parquet", "_change_data/c.parquet", "_wallstreet_staging/1/0/s.parquet", "plain.txt", "subx.parquet"];
        foreach (string key in stay.Concat(go).Where(static key => key != "Asub"))
        {
            await PutAsync(key);
        }

        _time.Advance(8 * _day);
        VacuumResult result = await table.VacuumAsync(new VacuumRequest(), null, Cancellation);

        Assert.Equal(go.Order(StringComparer.Ordinal), result.Files.Order(StringComparer.Ordinal));
        List<string> left = await DataAsync();
        Assert.All(stay.Where(static key => key != "Asub"), key => Assert.Contains(key, left));
    }

    [Theory]
    [InlineData("a b%20c.parquet", "a%20b%2520c.parquet")]
    [InlineData("p=ü/x#1.parquet", "p=%C3%BC/x%231.parquet")]
    [InlineData("raw name.parquet", "raw name.parquet")]
    [InlineData("odd/../x.parquet", "odd/../x.parquet", "x.parquet")]
    [InlineData("deep/x.parquet", "hdfs://elsewhere/t/deep/x.parquet", "deep/x.parquet")]
    public async Task A_file_in_use_stays_however_its_path_is_written(string meant, string logged, string? key = null)
    {
        key ??= meant;
        DeltaTable table = await DeltaTable.CreateAsync(_store, new TableDefinition(Tables.Schema), Tables.Commit, Options, Cancellation);
        await table.CommitAsync(
            new TableChange(await table.GetSnapshotAsync(Cancellation)) { Adds = [Tables.File(logged)] }, Tables.Commit, Cancellation);
        await PutAsync(key);
        _time.Advance(8 * _day);

        Assert.Empty((await table.VacuumAsync(new VacuumRequest(), null, Cancellation)).Files);
        Assert.NotNull(await _store.FindHeadAsync(key, Cancellation));
    }

    [Fact]
    public async Task A_file_named_by_an_absolute_path_below_the_table_stays()
    {
        using TemporaryFolder folder = new();
        using ObjectStoreFactory stores = new(new ObjectStoreOptions());
        IObjectStore store = stores.Open(folder["t"]);
        DeltaTable table = await DeltaTable.CreateAsync(store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
        string[] keys = ["a b.parquet", "c.parquet", "d.parquet", "gone.parquet"];
        foreach (string key in keys)
        {
            await store.PutAsync(key, new byte[100], Cancellation);
        }

        string root = folder["t"];
        AddFile[] adds = [Tables.File($"file://{root}/a%20b.parquet"), Tables.File($"file:{root}/c.parquet"), Tables.File($"{root}/d.parquet")];
        await table.CommitAsync(new TableChange(await table.GetSnapshotAsync(Cancellation)) { Adds = adds }, Tables.Commit, Cancellation);
        await Task.Delay(20, Cancellation);

        VacuumResult result = await table.VacuumAsync(
            new VacuumRequest { Retention = TimeSpan.Zero, AllowShortRetention = true }, null, Cancellation);

        Assert.Equal(["gone.parquet"], result.Files);
    }

    [Fact]
    public async Task A_lite_vacuum_deletes_what_commits_removed_and_goes_on_where_the_last_one_was()
    {
        DeltaTable table = await TableAsync("a.parquet", "b.parquet", "c.parquet", "d.parquet");
        await PutAsync("orphan.parquet");
        await RemoveAsync(table, "a.parquet");
        _time.Advance(8 * _day);
        await RemoveAsync(table, "b.parquet");

        Assert.Equal(["a.parquet"], (await table.VacuumAsync(new VacuumRequest { Lite = true }, null, Cancellation)).Files);
        _time.Advance(8 * _day);
        Assert.Equal(["b.parquet"], (await table.VacuumAsync(new VacuumRequest { Lite = true }, null, Cancellation)).Files);
        Assert.Empty((await table.VacuumAsync(new VacuumRequest { Lite = true }, null, Cancellation)).Files);
        Assert.Equal(["c.parquet", "d.parquet", "orphan.parquet"], await DataAsync());
    }

    [Fact]
    public async Task A_lite_vacuum_without_the_log_it_needs_is_refused()
    {
        DeltaTable table = await TableAsync("a.parquet", "b.parquet");
        await RemoveAsync(table, "a.parquet");
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        await _store.DeleteAsync("_delta_log/00000000000000000000.json", Cancellation);
        _time.Advance(8 * _day);

        DeltaLogException error = await Assert.ThrowsAsync<DeltaLogException>(
            async () => await table.VacuumAsync(new VacuumRequest { Lite = true }, null, Cancellation));

        Assert.Contains("full vacuum", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a.parquet", "b.parquet"], await DataAsync());
    }

    [Theory]
    [InlineData(Fault.CrashBefore, false)]
    [InlineData(Fault.CrashAfter, false)]
    [InlineData(Fault.CrashBefore, true)]
    [InlineData(Fault.CrashAfter, true)]
    public async Task A_crash_at_any_call_leaves_every_file_that_is_needed_and_the_next_vacuum_finishes(Fault fault, bool lite)
    {
        for (long number = 1; ; number++)
        {
            Assert.True(number < 100, "A vacuum takes fewer calls than this.");
            VacuumTests run = new();
            DeltaTable setup = await run.TableAsync("a.parquet", "b.parquet", "c.parquet");
            await RemoveAsync(setup, "a.parquet");
            await RemoveAsync(setup, "b.parquet");
            run._time.Advance(8 * _day);
            FaultyObjectStore store = new(run._store, FaultPlan.AtCall(number, fault));
            Exception? crash = await Record.ExceptionAsync(async () =>
            {
                DeltaTable table = await DeltaTable.OpenAsync(store, run.Options, Cancellation);
                await table.VacuumAsync(new VacuumRequest { Lite = lite }, null, Cancellation);
            });

            DeltaTable after = await DeltaTable.OpenAsync(run._store, run.Options, Cancellation);
            Assert.Equal(["c.parquet"], (await after.GetSnapshotAsync(Cancellation)).Files.Select(static file => file.Path));
            Assert.Contains("c.parquet", await run.DataAsync());
            if (!store.HasCrashed)
            {
                Assert.Null(crash);
                Assert.Equal(["c.parquet"], await run.DataAsync());
                break;
            }

            await after.VacuumAsync(new VacuumRequest(), null, Cancellation);
            Assert.Equal(["c.parquet"], await run.DataAsync());
        }
    }

    private async Task<DeltaTable> TableAsync(params string[] files)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, Options, Cancellation);
        foreach (string file in files)
        {
            await PutAsync(file);
        }

        await table.CommitAsync(
            new TableChange(await table.GetSnapshotAsync(Cancellation)) { Adds = [.. files.Select(static file => Tables.File(file))] },
            Tables.Commit, Cancellation);
        return table;
    }

    private static async Task RemoveAsync(DeltaTable table, string path)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(snapshot) { Removes = [snapshot.Files.Single(file => file.Path == path)] }, Tables.Commit, Cancellation);
    }

    private static async Task SetAsync(DeltaTable table, string key, string value)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Dictionary<string, string> configuration = new(snapshot.Metadata.Configuration) { [key] = value };
        await table.CommitAsync(
            new TableChange(snapshot) { NewMetadata = snapshot.Metadata with { Configuration = configuration } }, Tables.Commit, Cancellation);
    }

    private ValueTask PutAsync(string key) => _store.PutAsync(key, Encoding.UTF8.GetBytes("x"), Cancellation);

    private async Task<List<string>> DataAsync()
    {
        List<ObjectHead> heads = await _store.ListAsync("", null, Cancellation).ToListAsync(Cancellation);
        return [.. heads.Select(static head => head.Key).Where(static key => !key.StartsWith("_delta_log/", StringComparison.Ordinal))];
    }
}
