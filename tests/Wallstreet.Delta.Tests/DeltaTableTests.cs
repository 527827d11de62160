using Wallstreet.Delta.Features;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests;

[OnEveryStore]
public sealed class DeltaTableTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_created_with_its_first_files_and_application_in_one_commit()
    {
        TableDefinition definition = new(Tables.Schema)
        {
            Files = [Tables.File("a.parquet", """{"numRecords":3}""")],
            Application = new Actions.ApplicationTransaction("loader", 7, null),
        };

        DeltaTable table = await DeltaTable.CreateAsync(_store, definition, Tables.Commit, null, Cancellation);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal((0, 1, 3, 7), (snapshot.Version, snapshot.FileCount, snapshot.RowCount, snapshot.FindApplicationVersion("loader")));
        Assert.Equal(1, (await table.AppendAsync("b.parquet", Cancellation)).Version);
        Assert.Equal(1, (await table.GetSnapshotAsync(0, Cancellation)).FileCount);
    }

    [Theory]
    [InlineData("delta.enableDeletionVector", "true")]
    [InlineData("delta.enableIcebergCompatV2", "true")]
    [InlineData("delta.appendOnly", "yes")]
    [InlineData("delta.logRetentionDuration", "a while")]
    [InlineData("delta.dataSkippingStatsColumns", "volume")]
    [InlineData("delta.columnMapping.maxColumnId", "7")]
    public async Task A_table_is_not_created_with_properties_that_could_not_be_set_later(string key, string value)
    {
        TableDefinition definition = new(Tables.Schema) { Properties = new Dictionary<string, string> { [key] = value } };

        TablePropertyException refusal = await Assert.ThrowsAsync<TablePropertyException>(
            async () => await DeltaTable.CreateAsync(_store, definition, Tables.Commit, null, Cancellation));

        Assert.Equal(key, refusal.Key);
        Assert.Null(await DeltaTable.TryOpenAsync(_store, null, Cancellation));
    }

    [Fact]
    public async Task Properties_of_a_new_table_are_kept_by_their_own_names()
    {
        TableDefinition definition = new(Tables.Schema)
        {
            Properties = new Dictionary<string, string>
            {
                ["DELTA.appendonly"] = "TRUE", ["delta.constraints.positive"] = "price > 0", ["owner"] = "desk",
            },
        };

        DeltaTable table = await DeltaTable.CreateAsync(_store, definition, Tables.Commit, null, Cancellation);

        Assert.Equal(
            ["delta.appendOnly=true", "delta.constraints.positive=price > 0", "owner=desk"],
            (await table.GetSnapshotAsync(Cancellation)).Metadata.Configuration.Select(static pair => $"{pair.Key}={pair.Value}").Order());
    }

    [Fact]
    public async Task First_files_that_do_not_fit_create_no_table()
    {
        TableDefinition partitioned = new(Tables.Schema) { PartitionColumns = ["symbol"], Files = [Tables.File("a.parquet")] };
        TableDefinition mapped = new(Tables.Schema)
        {
            Files = [Tables.File("a.parquet")],
            Properties = new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" },
        };

        await Assert.ThrowsAsync<SchemaMismatchException>(async () =>
            await DeltaTable.CreateAsync(_store, partitioned, Tables.Commit, null, Cancellation));
        UnsupportedFeatureException exception = await Assert.ThrowsAsync<UnsupportedFeatureException>(async () =>
            await DeltaTable.CreateAsync(_store, mapped, Tables.Commit, null, Cancellation));

        Assert.Equal("columnMapping", exception.Feature);
        Assert.Null(await DeltaTable.TryOpenAsync(_store, null, Cancellation));
    }

    [Fact]
    public async Task A_new_table_has_version_0_its_schema_and_no_files()
    {
        DeltaTable created = await CreateAsync();
        DeltaTable table = await DeltaTable.OpenAsync(_store, null, Cancellation);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);

        Assert.Equal(created.Location, table.Location);
        Assert.Equal(0, snapshot.Version);
        Assert.Equal(Tables.Schema, snapshot.Schema);
        Assert.Equal(0, snapshot.FileCount);
        Assert.Equal(0, snapshot.RowCount);
    }

    [Fact]
    public async Task A_second_creation_is_refused()
    {
        await CreateAsync();

        await Assert.ThrowsAsync<TableAlreadyExistsException>(CreateAsync);
    }

    [Fact]
    public async Task A_place_without_a_log_is_no_table()
    {
        DeltaTableNotFoundException exception = await Assert.ThrowsAsync<DeltaTableNotFoundException>(
            async () => await DeltaTable.OpenAsync(_store, null, Cancellation));

        Assert.Contains(_store.Location.ToString(), exception.Message, StringComparison.Ordinal);
        Assert.Null(await DeltaTable.TryOpenAsync(_store, null, Cancellation));
    }

    [Fact]
    public async Task An_append_is_seen_by_who_has_the_table_open()
    {
        DeltaTable writer = await CreateAsync();
        DeltaTable reader = await DeltaTable.OpenAsync(_store, null, Cancellation);

        CommittedVersion first = await writer.AppendAsync("a.parquet", Cancellation);
        CommittedVersion second = await writer.AppendAsync("b.parquet", Cancellation);
        Snapshot snapshot = await reader.GetSnapshotAsync(Cancellation);

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(2, snapshot.Version);
        Assert.Equal(["a.parquet", "b.parquet"], snapshot.Files.Select(file => file.Path).Order());
        Assert.Equal(200, snapshot.SizeBytes);
        Assert.True(second.Timestamp > first.Timestamp);
    }

    [Fact]
    public async Task A_removed_file_is_gone_from_its_version_on_and_there_before()
    {
        DeltaTable table = await CreateAsync();
        await table.AppendAsync("a.parquet", Cancellation);
        Snapshot before = await table.GetSnapshotAsync(Cancellation);

        await table.CommitAsync(
            new TableChange(before) { Removes = [.. before.Files], Adds = [Tables.File("b.parquet")] },
            Tables.Commit,
            Cancellation);
        DeltaTable reopened = await DeltaTable.OpenAsync(_store, null, Cancellation);

        Assert.Equal("b.parquet", Assert.Single((await reopened.GetSnapshotAsync(Cancellation)).Files).Path);
        Assert.Equal("a.parquet", Assert.Single((await reopened.GetSnapshotAsync(1, Cancellation)).Files).Path);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_names_those_that_do()
    {
        DeltaTable table = await CreateAsync();
        await table.AppendAsync("a.parquet", Cancellation);

        VersionNotFoundException exception = await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await table.GetSnapshotAsync(7, Cancellation));

        Assert.Equal((0, 1), (exception.EarliestVersion, exception.LatestVersion));
    }

    [Fact]
    public async Task A_missing_commit_is_an_error_and_never_skipped()
    {
        DeltaTable table = await CreateAsync();
        for (int version = 1; version <= 6; version++)
        {
            await table.AppendAsync($"{version}.parquet", Cancellation);
        }

        await _store.DeleteAsync("_delta_log/00000000000000000005.json", Cancellation);

        DeltaLogException exception = await Assert.ThrowsAsync<DeltaLogException>(
            async () => await DeltaTable.OpenAsync(_store, null, Cancellation));
        Assert.StartsWith("The log jumps from version 4 to 6", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_action_is_named()
    {
        await CreateAsync();
        await _store.PutAsync("_delta_log/00000000000000000001.json", "{\"add\":{\"path\":\n"u8.ToArray(), Cancellation);

        DeltaLogException exception = await Assert.ThrowsAsync<DeltaLogException>(
            async () => await DeltaTable.OpenAsync(_store, null, Cancellation));
        Assert.StartsWith(
            "Line 1 of _delta_log/00000000000000000001.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_is_newest_first_and_says_who_did_what()
    {
        DeltaTable table = await CreateAsync();
        Snapshot empty = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(empty) { Adds = [Tables.File("a.parquet")] },
            new CommitOptions("WRITE")
            {
                UserMetadata = "{\"run\":1}",
                OperationMetrics = new Dictionary<string, string> { ["numFiles"] = "1" },
            },
            Cancellation);

        List<CommitRecord> history = await table.GetHistoryAsync(null, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([1, 0], history.Select(record => record.Version));
        Assert.Equal("WRITE", history[0].Operation);
        Assert.Equal("{\"run\":1}", history[0].UserMetadata);
        Assert.Equal("1", history[0].Metrics["numFiles"]);
        Assert.Equal(0, history[0].ReadVersion);
        Assert.Single(await table.GetHistoryAsync(1, Cancellation).ToListAsync(Cancellation));
    }

    private async Task<DeltaTable> CreateAsync() => await DeltaTable.CreateAsync(
        _store, new TableDefinition(Tables.Schema), new CommitOptions("CREATE TABLE"), null, Cancellation);
}
