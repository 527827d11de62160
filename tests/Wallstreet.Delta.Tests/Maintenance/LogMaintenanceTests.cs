using System.Text;
using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Maintenance;

[OnEveryStore]
public sealed class LogMaintenanceTests
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private readonly ManualTime _time = new();
    private readonly IObjectStore _store;

    public LogMaintenanceTests() => _store = TestStore.New(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeltaOptions Options => new() { TimeProvider = _time, CheckpointInterval = 5 };

    [Fact]
    public async Task Old_commits_and_checkpoints_go_and_every_kept_version_can_be_read()
    {
        DeltaTable table = await TableAsync(versions: 12);
        _time.Advance(20 * _day);
        await AppendAsync(table, 13);
        _time.Advance(20 * _day);
        int deleted = await table.CleanLogAsync(Cancellation);

        Assert.True(deleted > 10, $"{deleted}");
        DeltaTable after = await DeltaTable.OpenAsync(_store, Options, Cancellation);
        Assert.Equal(13, (await after.GetSnapshotAsync(Cancellation)).FileCount);
        for (long version = 10; version <= 13; version++)
        {
            Assert.Equal(version, (await after.GetSnapshotAsync(version, Cancellation)).FileCount);
        }

        VersionNotFoundException error = await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await after.GetSnapshotAsync(9, Cancellation));
        Assert.Equal(10, error.EarliestVersion);
        Assert.Equal(0, await table.CleanLogAsync(Cancellation));
    }

    [Fact]
    public async Task A_change_of_a_version_whose_followers_were_cleaned_up_is_not_put_where_nobody_reads()
    {
        DeltaTable table = await TableAsync(versions: 7);
        Snapshot old = await table.GetSnapshotAsync(3, Cancellation);
        _time.Advance(60 * _day);
        await AppendUntilAsync(await DeltaTable.OpenAsync(_store, Options, Cancellation), 10);
        string lost = "_delta_log/00000000000000000004.json";
        Assert.Null(await _store.FindHeadAsync(lost, Cancellation));

        VersionNotFoundException refusal = await Assert.ThrowsAsync<VersionNotFoundException>(async () => await table.CommitAsync(
            new TableChange(old) { Adds = [Tables.File("late.parquet")] }, Tables.Commit, Cancellation));

        Assert.Contains("Read the table again", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await _store.FindHeadAsync(lost, Cancellation));
    }

    [Fact]
    public async Task A_table_that_is_held_open_forgets_removed_files_with_its_checkpoints()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema),
            Tables.Commit,
            new DeltaOptions { TimeProvider = _time, CheckpointInterval = 1000, ListingAgeMax = TimeSpan.FromTicks(1) },
            Cancellation);
        await AppendAsync(table, 1);
        Snapshot full = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(new TableChange(full) { Removes = [.. full.Files] }, Tables.Commit, Cancellation);
        _time.Advance(8 * _day);

        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);

        Assert.Null((await table.GetSnapshotAsync(Cancellation)).State.Tombstones);
    }

    [Theory]
    [InlineData("interval 999999 days")]
    [InlineData("interval 1000000 weeks 1000000 weeks")]
    public async Task Retentions_longer_than_the_calendar_keep_everything(string retention)
    {
        DeltaTable table = await TableAsync(
            versions: 12, ("delta.deletedFileRetentionDuration", retention), ("delta.logRetentionDuration", retention));
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(new TableChange(snapshot) { Removes = [snapshot.Files.First()] }, Tables.Commit, Cancellation);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        _time.Advance(1000 * _day);

        Assert.Equal(0, await table.CleanLogAsync(Cancellation));
        Assert.Empty((await table.VacuumAsync(new VacuumRequest(), null, Cancellation)).Files);
        Assert.NotNull(await _store.FindHeadAsync("_delta_log/00000000000000000010.checkpoint.parquet", Cancellation));
    }

    [Fact]
    public async Task Commits_clean_up_by_themselves_unless_the_table_says_no()
    {
        DeltaTable table = await TableAsync(versions: 7);
        _time.Advance(60 * _day);
        DeltaTable later = await DeltaTable.OpenAsync(_store, Options, Cancellation);
        await AppendUntilAsync(later, 10);
        Assert.Null(await _store.FindHeadAsync("_delta_log/00000000000000000004.json", Cancellation));
        Assert.NotNull(await _store.FindHeadAsync("_delta_log/00000000000000000005.json", Cancellation));
        Assert.Equal(10, (await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(Cancellation)).FileCount);

        LogMaintenanceTests other = new();
        DeltaTable kept = await other.TableAsync(versions: 7, ("delta.enableExpiredLogCleanup", "false"));
        other._time.Advance(60 * _day);
        await AppendUntilAsync(await DeltaTable.OpenAsync(other._store, other.Options, Cancellation), 10);
        Assert.NotNull(await other._store.FindHeadAsync("_delta_log/00000000000000000000.json", Cancellation));
        Assert.NotNull(kept);
        Assert.NotNull(table);
    }

    [Fact]
    public async Task Checksums_and_compactions_of_versions_that_are_gone_go_with_them()
    {
        DeltaTable table = await TableAsync(versions: 13);
        foreach ((long from, long to) in new[] { (1L, 4L), (6L, 12L), (9L, 10L), (11L, 13L) })
        {
            await table.CompactLogAsync(from, to, Cancellation);
        }

        Assert.Contains(await KeysAsync(), static key => key == "_delta_log/00000000000000000000.crc");
        _time.Advance(60 * _day);
        await table.CleanLogAsync(Cancellation);

        List<string> keys = await KeysAsync();
        Assert.DoesNotContain(keys, static key => key.StartsWith("_delta_log/0", StringComparison.Ordinal)
            && string.CompareOrdinal(key, "_delta_log/00000000000000000010") < 0);
        Assert.Equal(
            ["_delta_log/00000000000000000011.00000000000000000013.compacted.json"],
            keys.Where(static key => key.EndsWith(".compacted.json", StringComparison.Ordinal)));
        Assert.Equal(13, (await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(Cancellation)).FileCount);
    }

    [Fact]
    public async Task Nothing_goes_without_a_checkpoint_or_when_the_checkpoint_is_damaged()
    {
        DeltaTable table = await TableAsync(versions: 4);
        _time.Advance(60 * _day);
        Assert.Equal(0, await table.CleanLogAsync(Cancellation));

        DeltaTable damaged = await TableAsync(versions: 7, at: "damaged/");
        _time.Advance(60 * _day);
        await damaged.Store.PutAsync("_delta_log/00000000000000000005.checkpoint.parquet", "no Parquet"u8.ToArray(), Cancellation);
        await Assert.ThrowsAsync<DeltaLogException>(async () => await damaged.CleanLogAsync(Cancellation));
        Assert.NotNull(await damaged.Store.FindHeadAsync("_delta_log/00000000000000000000.json", Cancellation));
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_crash_at_any_call_of_a_clean_up_leaves_the_newest_version_whole(Fault fault)
    {
        for (long number = 1; ; number++)
        {
            Assert.True(number < 100, "A clean-up takes fewer calls than this.");
            LogMaintenanceTests run = new();
            await run.TableAsync(versions: 12);
            run._time.Advance(60 * _day);
            FaultyObjectStore store = new(run._store, FaultPlan.AtCall(number, fault));
            Exception? crash = await Record.ExceptionAsync(async () =>
                await (await DeltaTable.OpenAsync(store, run.Options, Cancellation)).CleanLogAsync(Cancellation));

            DeltaTable after = await DeltaTable.OpenAsync(run._store, run.Options, Cancellation);
            Assert.Equal(12, (await after.GetSnapshotAsync(Cancellation)).FileCount);
            Assert.Equal(10, (await after.GetSnapshotAsync(10, Cancellation)).FileCount);
            if (!store.HasCrashed)
            {
                Assert.Null(crash);
                break;
            }
        }
    }

    [Fact]
    public async Task A_table_whose_policy_is_v2_gets_checkpoints_with_side_files_and_old_side_files_go()
    {
        DeltaTable table = await TableAsync(versions: 12, ("delta.checkpointPolicy", "v2"), ("delta.feature.v2Checkpoint", "supported"));
        List<string> keys = await KeysAsync();
        Assert.DoesNotContain(keys, static key => key.EndsWith(".checkpoint.parquet", StringComparison.Ordinal));
        string top = keys.Single(static key => key.StartsWith("_delta_log/00000000000000000010.checkpoint.", StringComparison.Ordinal));
        string text = Encoding.UTF8.GetString(await _store.GetAsync(top, Cancellation));
        Assert.StartsWith("{\"checkpointMetadata\":{\"version\":10", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"add\"", text, StringComparison.Ordinal);
        Assert.Equal(2, keys.Count(static key => key.StartsWith("_delta_log/_sidecars/", StringComparison.Ordinal)));

        _time.Advance(60 * _day);
        await _store.PutAsync("_delta_log/_sidecars/young.parquet", "x"u8.ToArray(), Cancellation);
        await table.CleanLogAsync(Cancellation);

        keys = await KeysAsync();
        Assert.Equal(2, keys.Count(static key => key.StartsWith("_delta_log/_sidecars/", StringComparison.Ordinal)));
        Assert.Contains("_delta_log/_sidecars/young.parquet", keys);
        Assert.DoesNotContain("_delta_log/00000000000000000009.json", keys);
        Snapshot snapshot = await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal((12, 12), (snapshot.Version, snapshot.FileCount));
    }

    [Fact]
    public async Task A_compaction_says_what_its_commits_say_and_a_damaged_one_is_passed_over()
    {
        DeltaTable table = await TableAsync(versions: 4);
        Snapshot latest = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(latest)
            {
                Removes = [.. latest.Files.Take(2)],
                Application = new ApplicationTransaction("app", 7, null),
            },
            Tables.Commit, Cancellation);
        latest = await table.GetSnapshotAsync(Cancellation);

        await table.CompactLogAsync(1, 4, Cancellation);

        string text = Encoding.UTF8.GetString(await _store.GetAsync("_delta_log/00000000000000000001.00000000000000000004.compacted.json", Cancellation));
        Assert.DoesNotContain("commitInfo", text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await SameAsync(latest);
        await table.CompactLogAsync(2, 5, Cancellation);
        await SameAsync(latest);
        await _store.PutAsync("_delta_log/00000000000000000001.00000000000000000004.compacted.json", "{\"add\":{\"pa"u8.ToArray(), Cancellation);
        await SameAsync(latest);
        await Assert.ThrowsAsync<DeltaLogException>(async () => await table.CompactLogAsync(3, 9, Cancellation));
    }

    private async Task SameAsync(Snapshot expected)
    {
        await _store.DeleteAsync("_delta_log/00000000000000000005.checkpoint.parquet", Cancellation);
        Snapshot snapshot = await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal(expected.Version, snapshot.Version);
        Assert.Equal(expected.Files.Select(static file => file.Path).Order(), snapshot.Files.Select(static file => file.Path).Order());
        Assert.Equal(7, snapshot.FindApplicationVersion("app"));
    }

    private Task<DeltaTable> TableAsync(int versions, params (string Key, string Value)[] properties) => TableAsync(versions, "", properties);

    private async Task<DeltaTable> TableAsync(int versions, string at, params (string Key, string Value)[] properties)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            at.Length == 0 ? _store : _store.Under(at),
            new TableDefinition(Tables.Schema) { Properties = properties.ToDictionary() }, Tables.Commit, Options, Cancellation);
        await AppendUntilAsync(table, versions);
        return table;
    }

    private async Task AppendUntilAsync(DeltaTable table, int version)
    {
        while ((await table.GetSnapshotAsync(Cancellation)).Version < version)
        {
            await AppendAsync(table, (int)(await table.GetSnapshotAsync(Cancellation)).Version + 1);
        }
    }

    private async Task AppendAsync(DeltaTable table, int number)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        await table.AppendAsync($"{number}.parquet", Cancellation);
    }

    private async Task<List<string>> KeysAsync()
    {
        List<ObjectHead> heads = await _store.ListAsync("", null, Cancellation).ToListAsync(Cancellation);
        return [.. heads.Select(static head => head.Key)];
    }
}
