using System.Text.Json;
using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>A commit leaves a checksum of its version, which says what the log says and never fails the commit.</summary>
[OnEveryStore]
public sealed class ChecksumTests
{
    private static readonly DeltaOptions _always = new() { ChecksumInterval = TimeSpan.Zero, RequireChecksums = true };
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_version_has_a_checksum_that_says_what_the_log_says()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                Properties = new Dictionary<string, string> { ["delta.enableInCommitTimestamps"] = "true" },
            },
            Tables.Commit,
            _always,
            Cancellation);
        await table.AppendAsync("a", Cancellation);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(read)
            {
                Adds = [Tables.File("b"), Tables.File("c")],
                Removes = [.. read.Files],
                FilesAreChanges = true,
                Application = new ApplicationTransaction("app", 7),
            },
            Tables.Commit,
            Cancellation);

        JsonElement[] checksums = [await ReadAsync(0), await ReadAsync(1), await ReadAsync(2)];
        Assert.Equal([0, 1, 2], checksums.Select(static item => item.GetProperty("numFiles").GetInt64()));
        Assert.Equal([0, 100, 200], checksums.Select(static item => item.GetProperty("tableSizeBytes").GetInt64()));
        JsonElement last = checksums[2];
        Snapshot latest = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(latest.Timestamp.ToUnixTimeMilliseconds(), last.GetProperty("inCommitTimestampOpt").GetInt64());
        Assert.Equal(latest.Metadata.SchemaString, last.GetProperty("metadata").GetProperty("schemaString").GetString());
        Assert.Equal(7, last.GetProperty("protocol").GetProperty("minWriterVersion").GetInt32());
        Assert.Equal("app", Assert.Single(last.GetProperty("setTransactions").EnumerateArray()).GetProperty("appId").GetString());
        Assert.Equal(0, last.GetProperty("domainMetadata").GetArrayLength());
        List<CommitRecord> history = await table.GetHistoryAsync(1, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(history[0].TxnId, last.GetProperty("txnId").GetString());
    }

    [Fact]
    public async Task Versions_are_held_against_their_checksums()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, _always, Cancellation);
        for (int version = 1; version <= 12; version++)
        {
            await table.AppendAsync($"{version}", Cancellation);
            Assert.Equal(version, (await (await DeltaTable.OpenAsync(_store, _always, Cancellation))
                .GetSnapshotAsync(Cancellation)).Version);
        }

        await _store.PutAsync(
            "_delta_log/00000000000000000012.json",
            System.Text.Encoding.UTF8.GetBytes("{\"add\":{\"path\":\"x\",\"size\":1,\"dataChange\":true}}"),
            Cancellation);

        await Assert.ThrowsAsync<DeltaLogException>(async () => await DeltaTable.OpenAsync(_store, _always, Cancellation));
    }

    [Theory]
    [InlineData(Fault.FailBefore)]
    [InlineData(Fault.FailAfter)]
    public async Task A_checksum_that_cannot_be_written_fails_no_commit(Fault fault)
    {
        FaultyObjectStore store = new(_store, new FaultPlan((_, _, key) =>
            key.EndsWith(".crc", StringComparison.Ordinal) ? fault : Fault.None));
        DeltaTable table = await DeltaTable.CreateAsync(
            store, new TableDefinition(Tables.Schema), Tables.Commit, _always, Cancellation);

        Assert.Equal(1, (await table.AppendAsync("a", Cancellation)).Version);
        Assert.Equal(1, (await (await DeltaTable.OpenAsync(_store, _always, Cancellation)).GetSnapshotAsync(Cancellation)).FileCount);
    }

    [Fact]
    public async Task A_checksum_is_never_written_over_another()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, _always, Cancellation);
        await _store.PutAsync("_delta_log/00000000000000000001.crc", new byte[] { 1 }, Cancellation);

        await table.AppendAsync("a", Cancellation);

        Assert.Equal([1], await _store.GetAsync("_delta_log/00000000000000000001.crc", Cancellation));
    }

    [Fact]
    public async Task A_writer_in_a_hurry_leaves_checksums_out_and_one_who_wants_none_writes_none()
    {
        DeltaTable hurry = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, new DeltaOptions { ChecksumInterval = TimeSpan.FromHours(1) }, Cancellation);
        await hurry.AppendAsync("a", Cancellation);
        await hurry.AppendAsync("b", Cancellation);
        DeltaTable none = await DeltaTable.OpenAsync(
            _store, new DeltaOptions { ChecksumInterval = Timeout.InfiniteTimeSpan }, Cancellation);
        await none.AppendAsync("c", Cancellation);

        List<string> checksums = await _store.ListAsync("_delta_log/", null, Cancellation).Select(static head => head.Key)
            .Where(static key => key.EndsWith(".crc", StringComparison.Ordinal)).ToListAsync(Cancellation);
        Assert.Equal(["_delta_log/00000000000000000000.crc", "_delta_log/00000000000000000001.crc"], checksums);
    }

    private async Task<JsonElement> ReadAsync(int version)
    {
        using JsonDocument document = JsonDocument.Parse(
            await _store.GetAsync($"_delta_log/{version:D20}.crc", Cancellation));
        return document.RootElement.Clone();
    }
}
