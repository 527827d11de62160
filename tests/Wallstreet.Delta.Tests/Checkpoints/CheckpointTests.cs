using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Maintenance;
using Wallstreet.Delta.Verification;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Checkpoints;

[OnEveryStore]
public sealed class CheckpointTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_ten_commits_there_is_a_checkpoint_and_older_commits_are_not_needed()
    {
        await CreateWithAppendsAsync(12);
        for (int version = 0; version <= 10; version++)
        {
            await _store.DeleteAsync($"_delta_log/{version:D20}.json", Cancellation);
        }

        DeltaTable table = await DeltaTable.OpenAsync(_store, null, Cancellation);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);

        Assert.Equal(12, snapshot.Version);
        Assert.Equal(12, snapshot.FileCount);
        Assert.Equal(Tables.Schema, snapshot.Schema);
    }

    [Fact]
    public async Task A_version_before_a_clean_up_names_what_is_left()
    {
        await CreateWithAppendsAsync(12);
        await _store.DeleteAsync("_delta_log/00000000000000000000.json", Cancellation);
        DeltaTable table = await DeltaTable.OpenAsync(_store, null, Cancellation);

        VersionNotFoundException exception = await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await table.GetSnapshotAsync(3, Cancellation));

        Assert.Equal((10, 12), (exception.EarliestVersion, exception.LatestVersion));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("{\"version\":\"x\"}")]
    [InlineData("{\"version\":999999}")]
    [InlineData("[1]")]
    public async Task A_damaged_note_of_the_last_checkpoint_is_ignored(string note)
    {
        await CreateWithAppendsAsync(12);
        await _store.PutAsync(
            "_delta_log/_last_checkpoint", System.Text.Encoding.UTF8.GetBytes(note), Cancellation);

        DeltaTable table = await DeltaTable.OpenAsync(_store, null, Cancellation);

        Assert.Equal(12, (await table.GetSnapshotAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task Everything_a_version_holds_survives_its_checkpoint()
    {
        StructType schema = new(
            new StructField("day", PrimitiveType.Date), new StructField("price", PrimitiveType.Double).WithComment("€"));
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(schema)
            {
                PartitionColumns = ["day"],
                Name = "bars",
                Properties = new Dictionary<string, string> { ["delta.checkpointInterval"] = "1000", ["a"] = "b" },
            },
            Tables.Commit,
            null,
            Cancellation);
        AddFile first = Tables.File("day=2024-01-02/a%20b.parquet", "{\"numRecords\":3,\"x\":\"ü\"}") with
        {
            PartitionValues = new Dictionary<string, string?> { ["day"] = "2024-01-02" },
            Tags = new Dictionary<string, string?> { ["k"] = null, ["l"] = "m" },
        };
        AddFile second = first with { Path = "b.parquet", PartitionValues = Day(null), Tags = null };
        AddFile third = first with { Path = "c.parquet", Statistics = null };
        Snapshot empty = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(empty)
            {
                Adds = [first, second, third],
                Application = new ApplicationTransaction("stream", 42),
            },
            Tables.Commit,
            Cancellation);
        Snapshot full = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(new TableChange(full) { Removes = [third] }, Tables.Commit, Cancellation);
        Snapshot before = await table.GetSnapshotAsync(Cancellation);

        await table.WriteCheckpointAsync(before, Cancellation);
        await _store.DeleteAsync("_delta_log/00000000000000000001.json", Cancellation);
        Snapshot after = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);

        Assert.Equal(before.Metadata, after.Metadata);
        Assert.Equal(before.Protocol, after.Protocol);
        Assert.Equal("€", after.Schema.Find("price")!.Comment);
        Assert.Equal(42, after.FindApplicationVersion("stream"));
        Assert.Equal(6, after.RowCount);
        AddFile[] files = [.. after.Files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        Assert.Equal(["b.parquet", "day=2024-01-02/a%20b.parquet"], files.Select(file => file.Path));
        Assert.Null(files[0].PartitionValues["day"]);
        Assert.Null(files[0].Tags);
        Assert.Equal("2024-01-02", files[1].PartitionValues["day"]);
        Assert.Equal(first.Tags!.OrderBy(pair => pair.Key), files[1].Tags!.OrderBy(pair => pair.Key));
        Assert.Equal(first.Statistics, files[1].Statistics);
        Assert.Equal(
            "c.parquet", Assert.Single(after.State.Tombstones!.Reconcile(after.State.Files)).Path);
    }

    [Fact]
    public async Task Tombstones_keep_the_row_ids_of_their_files_in_a_checkpoint()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                Properties = new Dictionary<string, string> { ["delta.enableRowTracking"] = "true" },
                Files = [Tables.File("a", "{\"numRecords\":3}"), Tables.File("b", "{\"numRecords\":3}")],
            },
            Tables.Commit,
            null,
            Cancellation);
        Snapshot full = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(full) { Removes = [full.Files.Single(static file => file.Path == "b")] }, Tables.Commit, Cancellation);

        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        Snapshot after = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);

        RemoveFile removed = Assert.Single(after.State.Tombstones!.Reconcile(after.State.Files));
        Assert.Equal(("b", 3L, 0L), (removed.Path, removed.BaseRowId!.Value, removed.DefaultRowCommitVersion!.Value));
    }

    [Theory]
    [InlineData(null, "old", "young")]
    [InlineData("interval 10 days", "young")]
    public async Task Applications_that_were_silent_for_longer_than_the_retention_are_forgotten(string? retention, params string[] kept)
    {
        ManualTime time = new();
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                Properties = retention is null ? [] : new Dictionary<string, string> { ["delta.setTransactionRetentionDuration"] = retention },
            },
            Tables.Commit,
            new DeltaOptions { TimeProvider = time },
            Cancellation);
        foreach (string application in new[] { "old", "young" })
        {
            await table.CommitAsync(
                new TableChange(await table.GetSnapshotAsync(Cancellation)) { Application = new ApplicationTransaction(application, 1) },
                Tables.Commit,
                Cancellation);
            time.Advance(TimeSpan.FromDays(8));
        }

        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        Snapshot after = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);

        Assert.Equal(kept, after.State.Applications.Keys.Order());
        Assert.Empty((await TableVerifier.VerifyAsync(_store, null, null, Cancellation)).Findings);
    }

    [Fact]
    public async Task A_truncated_checkpoint_is_an_error_that_names_it()
    {
        await CreateWithAppendsAsync(12);
        byte[] whole = await _store.GetAsync("_delta_log/00000000000000000010.checkpoint.parquet", Cancellation);
        await _store.PutAsync(
            "_delta_log/00000000000000000010.checkpoint.parquet", whole.AsMemory(0, whole.Length / 2), Cancellation);

        DeltaLogException exception = await Assert.ThrowsAsync<DeltaLogException>(
            async () => await DeltaTable.OpenAsync(_store, null, Cancellation));

        Assert.Contains("00000000000000000010.checkpoint.parquet", exception.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Day(string? day) => new() { ["day"] = day };

    private async Task CreateWithAppendsAsync(int count)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
        for (int version = 1; version <= count; version++)
        {
            await table.AppendAsync($"{version}.parquet", Cancellation);
        }
    }
}
