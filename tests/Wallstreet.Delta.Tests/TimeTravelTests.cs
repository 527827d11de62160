using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests;

[OnEveryStore]
public sealed class TimeTravelTests
{
    private static readonly DateTimeOffset _start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    [InlineData(150, 2)]
    [InlineData(9999, 3)]
    [OnDiskOnly("The modification times of files are set.")]
    public async Task A_time_finds_the_newest_version_that_is_not_later(int seconds, long version)
    {
        using TemporaryFolder folder = new();
        DeltaTable table = await CreateAsync(folder, 0, 60, 120, 180);

        Assert.Equal(version, (await table.GetSnapshotAsync(_start.AddSeconds(seconds), Cancellation)).Version);
    }

    [Fact]
    [OnDiskOnly("The modification times of files are set.")]
    public async Task A_clock_that_ran_backward_does_not_reorder_versions()
    {
        using TemporaryFolder folder = new();
        DeltaTable table = await CreateAsync(folder, 0, 100, 50, 200);

        List<CommitRecord> history = await table.GetHistoryAsync(null, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(
            [_start, _start.AddSeconds(100), _start.AddSeconds(100).AddMilliseconds(1), _start.AddSeconds(200)],
            history.OrderBy(record => record.Version).Select(record => record.Timestamp));
        Assert.Equal(0, (await table.GetSnapshotAsync(_start.AddSeconds(60), Cancellation)).Version);
        Assert.Equal(2, (await table.GetSnapshotAsync(_start.AddSeconds(101), Cancellation)).Version);
    }

    [Theory]
    [OnDiskOnly("The modification times of files are set.")]
    [InlineData("00:01:00.123", 1)]
    [InlineData("00:01:00.123456", 1)]
    [InlineData("00:01:00.122999", 0)]
    public async Task Files_times_count_in_whole_milliseconds_as_for_Spark(string time, long version)
    {
        using TemporaryFolder folder = new();
        await CreateAsync(folder, 0, 60);
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder.Path);
        File.SetLastWriteTimeUtc(
            store.FindLocalPath($"_delta_log/{1:D20}.json")!, _start.Add(TimeSpan.Parse("00:01:00.1239999", System.Globalization.CultureInfo.InvariantCulture)).UtcDateTime);
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);

        DateTimeOffset asked = _start.Add(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(version, (await table.GetSnapshotAsync(asked, Cancellation)).Version);
        Assert.Equal(
            _start.AddSeconds(60).AddMilliseconds(123),
            (await table.GetHistoryAsync(1, Cancellation).ToListAsync(Cancellation))[0].Timestamp);
        Assert.Equal(_start.AddSeconds(60).AddMilliseconds(123), (await table.GetSnapshotAsync(Cancellation)).Timestamp);
    }

    [Fact]
    [OnDiskOnly("The modification times of files are set.")]
    public async Task A_time_before_the_first_version_is_an_error_that_names_it()
    {
        using TemporaryFolder folder = new();
        DeltaTable table = await CreateAsync(folder, 0, 60);

        VersionNotFoundException exception = await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await table.GetSnapshotAsync(_start.AddSeconds(-1), Cancellation));

        Assert.Contains("2024-01-01T00:00:00", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_commit_timestamps_hold_whatever_the_files_say()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new(_start);
        IObjectStore store = TestStore.New();
        DeltaTable table = await DeltaTable.CreateAsync(
            store,
            new TableDefinition(Tables.Schema)
            {
                Properties = new Dictionary<string, string> { ["delta.enableInCommitTimestamps"] = "true" },
            },
            Tables.Commit,
            new DeltaOptions { TimeProvider = time, CheckpointInterval = 3 },
            Cancellation);
        for (int version = 1; version <= 5; version++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            CommittedVersion committed = await table.AppendAsync($"{version}.parquet", Cancellation);
            Assert.Equal(_start.AddMinutes(version), committed.Timestamp);
        }

        DeltaTable reopened = await DeltaTable.OpenAsync(store, null, Cancellation);

        Assert.Equal(_start.AddMinutes(5), (await reopened.GetSnapshotAsync(Cancellation)).Timestamp);
        Assert.Equal(_start.AddMinutes(3), (await reopened.GetSnapshotAsync(3, Cancellation)).Timestamp);
        Assert.Equal(2, (await reopened.GetSnapshotAsync(_start.AddMinutes(2.5), Cancellation)).Version);
        Assert.Equal(0, (await reopened.GetSnapshotAsync(_start, Cancellation)).Version);
        await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await reopened.GetSnapshotAsync(_start.AddTicks(-1), Cancellation));
    }

    [Fact]
    public async Task In_commit_timestamps_grow_by_a_millisecond_at_least_whatever_the_clock_says()
    {
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new(_start);
        DeltaTable table = await DeltaTable.CreateAsync(
            TestStore.New(),
            new TableDefinition(Tables.Schema)
            {
                Properties = new Dictionary<string, string> { ["delta.enableInCommitTimestamps"] = "true" },
            },
            Tables.Commit,
            new DeltaOptions { TimeProvider = time },
            Cancellation);
        for (int version = 1; version <= 4; version++)
        {
            time.Advance(TimeSpan.FromMicroseconds(300));
            CommittedVersion committed = await table.AppendAsync($"{version}.parquet", Cancellation);
            Assert.Equal(_start.AddMilliseconds(version), committed.Timestamp);
        }
    }

    [Fact]
    [OnDiskOnly("The modification times of files are set.")]
    public async Task In_commit_timestamps_that_are_turned_on_later_say_since_when_and_both_sides_are_found()
    {
        using TemporaryFolder folder = new();
        DeltaTable table = await CreateAsync(folder, 0, 10, 20);
        Snapshot before = await table.GetSnapshotAsync(Cancellation);
        CommittedVersion enabled = await table.CommitAsync(
            new TableChange(before)
            {
                NewProtocol = new Protocol(1, 7) { WriterFeatures = ["appendOnly", "invariants", "inCommitTimestamp"] },
                NewMetadata = before.Metadata with
                {
                    Configuration = new Dictionary<string, string> { ["delta.enableInCommitTimestamps"] = "true" },
                },
            },
            Tables.Commit,
            Cancellation);
        CommittedVersion next = await table.AppendAsync("next.parquet", Cancellation);

        Snapshot after = await (await DeltaTable.OpenAsync(table.Store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal("3", after.Metadata.FindProperty("delta.inCommitTimestampEnablementVersion"));
        Assert.Equal(
            enabled.Timestamp.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            after.Metadata.FindProperty("delta.inCommitTimestampEnablementTimestamp"));
        Assert.True(before.Timestamp < enabled.Timestamp && enabled.Timestamp < next.Timestamp);
        Assert.Equal(1, (await table.GetSnapshotAsync(_start.AddSeconds(15), Cancellation)).Version);
        Assert.Equal(2, (await table.GetSnapshotAsync(enabled.Timestamp.AddMilliseconds(-1), Cancellation)).Version);
        Assert.Equal(3, (await table.GetSnapshotAsync(enabled.Timestamp, Cancellation)).Version);
        Assert.Equal(4, (await table.GetSnapshotAsync(next.Timestamp, Cancellation)).Version);
    }

    [Theory]
    [InlineData("icebergCompatV2", true)]
    [InlineData("icebergCompatV1", true)]
    [InlineData("somethingNew", true)]
    [InlineData("somethingNew", false)]
    public async Task A_feature_that_is_not_supported_is_refused_by_name(string feature, bool writeOnly)
    {
        IObjectStore store = TestStore.New();
        DeltaTable table = await DeltaTable.CreateAsync(
            store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
        string list = $"[\"{feature}\"]";
        string protocol = writeOnly
            ? $"{{\"protocol\":{{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":{list}}}}}"
            : $"{{\"protocol\":{{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":{list},\"writerFeatures\":{list}}}}}";
        await store.PutAsync(
            "_delta_log/00000000000000000001.json", System.Text.Encoding.UTF8.GetBytes(protocol), Cancellation);

        UnsupportedFeatureException exception = await Assert.ThrowsAsync<UnsupportedFeatureException>(async () =>
        {
            Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
            Assert.True(writeOnly);
            await table.CommitAsync(
                new TableChange(snapshot) { Adds = [Tables.File("a")] }, Tables.Commit, Cancellation);
        });

        Assert.Equal(feature, exception.Feature);
        Assert.Contains(feature, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delta.constraints.positive", "price > 0", "checkConstraints")]
    public async Task A_rule_that_nobody_has_enforced_refuses_rows_and_nothing_else(string property, string value, string feature)
    {
        TableDefinition definition = new(Tables.Schema)
        {
            Properties = new Dictionary<string, string> { [property] = value },
        };
        DeltaTable table = await DeltaTable.CreateAsync(TestStore.New(), definition, Tables.Commit, null, Cancellation);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        TableChange change = new(snapshot) { Adds = [Tables.File("a")] };

        Assert.True(snapshot.Protocol.HasWriterFeature(feature));
        UnsupportedFeatureException exception = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await table.CommitAsync(change, Tables.Commit, Cancellation));
        Assert.Equal(feature, exception.Feature);
        await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await DeltaTable.CreateAsync(
            TestStore.New(), definition with { Files = [Tables.File("a")] }, Tables.Commit, null, Cancellation));
        Assert.Equal(1, (await table.CommitAsync(change with { RulesChecked = true }, Tables.Commit, Cancellation)).Version);
        Assert.Equal(2, (await table.CommitAsync(
            new TableChange(await table.GetSnapshotAsync(Cancellation))
            {
                Removes = [.. (await table.GetSnapshotAsync(Cancellation)).Files],
            },
            Tables.Commit,
            Cancellation)).Version);
    }

    /// <summary>A table on disk whose commits were written so many seconds after the start.</summary>
    private static async Task<DeltaTable> CreateAsync(TemporaryFolder folder, params int[] seconds)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder.Path);
        DeltaTable table = await DeltaTable.CreateAsync(
            store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
        for (int version = 1; version < seconds.Length; version++)
        {
            await table.AppendAsync($"{version}.parquet", Cancellation);
        }

        for (int version = 0; version < seconds.Length; version++)
        {
            File.SetLastWriteTimeUtc(
                store.FindLocalPath($"_delta_log/{version:D20}.json")!, _start.AddSeconds(seconds[version]).UtcDateTime);
        }

        return await DeltaTable.OpenAsync(store, null, Cancellation);
    }
}
