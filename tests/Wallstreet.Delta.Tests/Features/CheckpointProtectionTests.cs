using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Tests.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Features;

/// <summary>A feature is dropped whose past stays behind checkpoints, or is cut off.</summary>
[OnEveryStore]
public sealed class CheckpointProtectionTests
{
    private const string Property = "delta.requireCheckpointProtectionBeforeVersion";
    private static readonly DropFeatureRequest _truncating = new() { TruncateHistory = true };

    private readonly ManualTime _time = new();
    private readonly IObjectStore _store;

    public CheckpointProtectionTests() => _store = TestStore.New(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DeltaOptions Options => new() { TimeProvider = _time, CheckpointInterval = 1000 };

    [Fact]
    public async Task A_past_that_used_the_feature_stays_behind_three_checkpoints_and_the_table_says_up_to_which_version()
    {
        DeltaTable table = await TableAsync(3);
        CommittedVersion dropped = await table.DropFeatureAsync("deletionVectors", Cancellation);

        Snapshot latest = await OpenAsync();
        Assert.Equal(dropped.Version, latest.Version);
        Assert.Equal((1, 7), (latest.Protocol.MinReaderVersion, latest.Protocol.MinWriterVersion));
        Assert.Null(latest.Protocol.ReaderFeatures);
        Assert.Contains("checkpointProtection", latest.Protocol.WriterFeatures!);
        Assert.DoesNotContain("deletionVectors", latest.Protocol.WriterFeatures!);
        Assert.Equal($"{dropped.Version}", latest.Metadata.FindProperty(Property));
        foreach (long version in new[] { dropped.Version - 3, dropped.Version - 2, dropped.Version - 1, dropped.Version })
        {
            Assert.NotNull(await _store.FindHeadAsync($"_delta_log/{version:D20}.checkpoint.parquet", Cancellation));
        }

        for (long version = 0; version <= latest.Version; version++)
        {
            Snapshot past = await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(version, Cancellation);
            Assert.Equal(Math.Min(version, 3), past.FileCount);
        }

        await table.AppendAsync("later.parquet", Cancellation);
        Assert.Equal(4, (await OpenAsync()).FileCount);
    }

    [Fact]
    public async Task A_past_that_never_used_the_feature_needs_no_protection()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, Options, Cancellation);
        await table.UpgradeProtocolAsync(["typeWidening"], Cancellation);
        CommittedVersion dropped = await table.DropFeatureAsync("TYPEWIDENING", Cancellation);

        Assert.Equal(2, dropped.Version);
        Assert.DoesNotContain("checkpointProtection", (await OpenAsync()).Protocol.WriterFeatures ?? []);
    }

    [Fact]
    public async Task The_version_is_that_of_the_commit_although_another_writer_was_faster()
    {
        DeltaTable table = await TableAsync(1);
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "false" }, Cancellation);
        int checkpoints = 0;
        var watched = new WatchedStore(_store, async key =>
        {
            if (key.EndsWith(".checkpoint.parquet", StringComparison.Ordinal) && ++checkpoints == 3)
            {
                await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).AppendAsync("fast.parquet", Cancellation);
            }
        });
        DeltaTable own = await DeltaTable.OpenAsync(watched, Options, Cancellation);
        CommittedVersion dropped = await own.DropFeatureAsync("deletionVectors", Cancellation);

        Snapshot latest = await OpenAsync();
        Assert.Equal($"{dropped.Version}", latest.Metadata.FindProperty(Property));
        Assert.Equal(2, latest.FileCount);
    }

    [Fact]
    public async Task The_log_is_cleaned_up_before_that_version_all_at_once_or_not_at_all()
    {
        DeltaTable table = await TableAsync(3);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(2, Cancellation), Cancellation);
        _time.Advance(TimeSpan.FromDays(20));
        CommittedVersion dropped = await table.DropFeatureAsync("deletionVectors", Cancellation);
        _time.Advance(TimeSpan.FromDays(20));
        await table.AppendAsync("later.parquet", Cancellation);

        Assert.Equal(0, await table.CleanLogAsync(Cancellation));
        Assert.NotNull(await _store.FindHeadAsync("_delta_log/00000000000000000000.json", Cancellation));
        _time.Advance(TimeSpan.FromDays(20));
        Assert.True(await table.CleanLogAsync(Cancellation) > 0);
        List<string> left = [.. (await _store.ListAsync("_delta_log/", null, Cancellation).ToListAsync(Cancellation))
            .Select(static head => head.Key).Where(static key => !key.EndsWith("_last_checkpoint", StringComparison.Ordinal))];
        Assert.All(left, key => Assert.True(
            string.CompareOrdinal(key, $"_delta_log/{dropped.Version:D20}") > 0, $"{key} is older than {dropped.Version}."));
        Assert.Equal(4, (await OpenAsync()).FileCount);

        // Nothing is behind the checkpoints any more, so they need no protection.
        await table.DropFeatureAsync("checkpointProtection", _truncating, Cancellation);
        Snapshot latest = await OpenAsync();
        Assert.Equal((1, 2), (latest.Protocol.MinReaderVersion, latest.Protocol.MinWriterVersion));
        Assert.Null(latest.Metadata.FindProperty(Property));
    }

    [Fact]
    public async Task A_commit_goes_before_the_checkpoint_that_hid_it()
    {
        List<string> deleted = [];
        DeltaTable table = await TableAsync(3);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(1, Cancellation), Cancellation);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(3, Cancellation), Cancellation);
        _time.Advance(TimeSpan.FromDays(40));
        DeltaTable own = await DeltaTable.OpenAsync(
            new WatchedStore(_store, null, deleted.Add), new DeltaOptions { TimeProvider = _time, RequestsInFlightMax = 1 }, Cancellation);
        await own.CleanLogAsync(Cancellation);

        Assert.Equal("_delta_log/00000000000000000000.json", deleted[0]);
        Assert.Equal("_delta_log/00000000000000000001.checkpoint.parquet", deleted[^1]);
        Assert.Equal(3, (await OpenAsync()).FileCount);
    }

    [Fact]
    public async Task A_past_that_is_cut_off_must_be_old_enough_and_takes_a_second_call()
    {
        DeltaTable table = await TableAsync(3);
        FeatureInUseException young = await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("deletionVectors", _truncating, Cancellation));
        Assert.Contains("dropFeatureTruncateHistory.retentionDuration", young.Message, StringComparison.Ordinal);
        Assert.Contains("1.00:00:00", young.Message, StringComparison.Ordinal);
        Assert.Equal("false", (await OpenAsync()).Metadata.FindProperty("delta.enableDeletionVectors"));
        _time.Advance(TimeSpan.FromHours(23));
        await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("deletionVectors", _truncating, Cancellation));
        _time.Advance(TimeSpan.FromHours(2));
        await table.AppendAsync("later.parquet", Cancellation);
        await table.DropFeatureAsync("deletionVectors", _truncating, Cancellation);

        Snapshot latest = await OpenAsync();
        Assert.Equal((1, 2), (latest.Protocol.MinReaderVersion, latest.Protocol.MinWriterVersion));
        Assert.Equal(4, latest.FileCount);
        await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(0, Cancellation));
    }

    [Fact]
    public async Task Protection_itself_goes_only_with_the_past_that_it_protects()
    {
        DeltaTable table = await TableAsync(1);
        await table.DropFeatureAsync("deletionVectors", Cancellation);

        FeatureInUseException refused = await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("checkpointProtection", Cancellation));
        Assert.Contains("--truncate-history", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("checkpointProtection", _truncating, Cancellation));
        await Assert.ThrowsAsync<TablePropertyException>(
            async () => await table.UnsetPropertiesAsync([Property], true, Cancellation));
        await Assert.ThrowsAsync<TablePropertyException>(async () => await table.SetPropertiesAsync(
            new Dictionary<string, string> { [Property] = "0" }, Cancellation));
        _time.Advance(TimeSpan.FromHours(25));
        await table.DropFeatureAsync("checkpointProtection", _truncating, Cancellation);
        Assert.Null((await OpenAsync()).Metadata.FindProperty(Property));
    }

    [Fact]
    public async Task A_restore_keeps_the_past_closed_and_brings_the_feature_back()
    {
        DeltaTable table = await TableAsync(2);
        CommittedVersion dropped = await table.DropFeatureAsync("deletionVectors", Cancellation);
        foreach (string name in new[] { "1.parquet", "2.parquet" })
        {
            await _store.PutAsync(name, new byte[1], Cancellation);
        }

        await table.RestoreAsync(RestoreRequest.ToVersion(1), Cancellation);
        Snapshot latest = await OpenAsync();
        Assert.Equal($"{dropped.Version}", latest.Metadata.FindProperty(Property));
        Assert.Equal("true", latest.Metadata.FindProperty("delta.enableDeletionVectors"));
        Assert.Contains("deletionVectors", latest.Protocol.ReaderFeatures!);
        Assert.Contains("checkpointProtection", latest.Protocol.WriterFeatures!);
    }

    [Fact]
    public async Task A_clone_counts_its_own_versions_and_has_no_past_to_protect()
    {
        DeltaTable table = await TableAsync(0);
        await table.DropFeatureAsync("deletionVectors", Cancellation);
        IObjectStore other = TestStore.New(_time);
        DeltaTable source = await DeltaTable.CreateAsync(
            other.Under("a"), new TableDefinition(Tables.Schema) { Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" } },
            Tables.Commit, Options, Cancellation);
        await source.DropFeatureAsync("deletionVectors", Cancellation);
        DeltaTable clone = await source.CloneAsync(other.Under("b"), new CloneRequest(), Cancellation);
        Assert.Null((await clone.GetSnapshotAsync(Cancellation)).Metadata.FindProperty(Property));
    }

    private async Task<Snapshot> OpenAsync() =>
        await (await DeltaTable.OpenAsync(_store, Options, Cancellation)).GetSnapshotAsync(Cancellation);

    /// <summary>A table with deletion vectors and so many files, each of a version.</summary>
    private async Task<DeltaTable> TableAsync(int files)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema) { Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" } },
            Tables.Commit, Options, Cancellation);
        for (int file = 1; file <= files; file++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await table.AppendAsync($"{file}.parquet", Cancellation);
        }

        return table;
    }
}
