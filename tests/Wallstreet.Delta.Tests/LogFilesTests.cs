using System.Text;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests;

/// <summary>Compactions and checksums beside the commits.</summary>
[OnEveryStore]
public sealed class LogFilesTests
{
    /// <summary>Its checksum counts ten files that its log does not have.</summary>
    private const string WrongChecksum = "kernel-rs-data/crc-full";

    private static readonly DeltaOptions _strict = new() { RequireChecksums = true };
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths() => [.. CorpusTable.ReadAll().Select(table => table.Path)];

    [Theory]
    [InlineData(1, 4)]
    [InlineData(0, 3)]
    [InlineData(2, 6)]
    public async Task A_compaction_is_read_in_the_place_of_its_commits(int first, int last)
    {
        await CreateWithAppendsAsync(6);
        StringBuilder actions = new();
        for (int version = first; version <= last; version++)
        {
            string commit = Encoding.UTF8.GetString(await _store.GetAsync(Commit(version), Cancellation));
            actions.AppendJoin('\n', commit.Split('\n').Where(line => !line.StartsWith("{\"commitInfo", StringComparison.Ordinal)));
        }

        await _store.PutAsync(
            $"_delta_log/{first:D20}.{last:D20}.compacted.json", Encoding.UTF8.GetBytes(actions.ToString()), Cancellation);
        await _store.PutAsync(Commit(3), "not to be read"u8.ToArray(), Cancellation);

        Snapshot snapshot = await OpenAsync(null);

        Assert.Equal((6, 6), (snapshot.Version, snapshot.FileCount));
        Assert.Equal(["f1", "f2", "f3", "f4", "f5", "f6"], snapshot.Files.Select(static file => file.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_compaction_that_does_not_say_which_came_last_is_not_believed()
    {
        await CreateWithAppendsAsync(4);
        const string Add = "{\"add\":{\"path\":\"f2\",\"partitionValues\":{},\"size\":100,\"modificationTime\":1,\"dataChange\":true}}";
        const string Remove = "{\"remove\":{\"path\":\"f2\",\"deletionTimestamp\":1,\"dataChange\":true}}";
        await _store.PutAsync(
            $"_delta_log/{1:D20}.{3:D20}.compacted.json", Encoding.UTF8.GetBytes(Add + "\n" + Remove), Cancellation);

        Assert.Equal(4, (await OpenAsync(null)).FileCount);
    }

    [Fact]
    public async Task A_compaction_does_not_hide_that_a_commit_is_missing()
    {
        await CreateWithAppendsAsync(4);
        await _store.PutAsync($"_delta_log/{1:D20}.{3:D20}.compacted.json", "{}"u8.ToArray(), Cancellation);
        await _store.DeleteAsync(Commit(2), Cancellation);

        await Assert.ThrowsAsync<DeltaLogException>(() => OpenAsync(null));
    }

    [Theory]
    [InlineData("{\"numFiles\":9,\"tableSizeBytes\":200}", "9 files, and the log has 2")]
    [InlineData("{\"numFiles\":2,\"tableSizeBytes\":7}", "7 bytes in its files, and the log has 200")]
    [InlineData("{\"metadata\":{\"id\":\"other\"}}", "the table id other")]
    [InlineData("{\"protocol\":{\"minReaderVersion\":3}}", "3 as its reader version")]
    [InlineData("[", "no valid JSON")]
    public async Task A_checksum_that_contradicts_the_log_is_an_error_if_that_is_asked_for(string checksum, string what)
    {
        await CreateWithAppendsAsync(2);
        await _store.PutAsync($"_delta_log/{2:D20}.crc", Encoding.UTF8.GetBytes(checksum), Cancellation);

        DeltaLogException exception = await Assert.ThrowsAsync<DeltaLogException>(() => OpenAsync(_strict));

        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await OpenAsync(null)).Version);
    }

    [Fact]
    public async Task A_checksum_that_agrees_with_the_log_is_fine()
    {
        await CreateWithAppendsAsync(2);
        await _store.PutAsync(
            $"_delta_log/{2:D20}.crc", "{\"numFiles\":2,\"tableSizeBytes\":200,\"numMetadata\":1}"u8.ToArray(), Cancellation);

        Assert.Equal(2, (await OpenAsync(_strict)).Version);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Paths))]
    public async Task The_checksums_of_others_agree_with_what_is_read(string path)
    {
        string folder = CorpusTable.ReadAll().Single(table => table.Path == path).FindFolder();
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder);
        try
        {
            await DeltaTable.OpenAsync(store, null, Cancellation);
        }
        catch (DeltaException)
        {
            // What cannot be opened is the business of CorpusTests.
            return;
        }

        Exception? exception = await Record.ExceptionAsync(async () => await DeltaTable.OpenAsync(store, _strict, Cancellation));

        Assert.Equal(path == WrongChecksum, exception is DeltaLogException);
    }

    private static string Commit(int version) => $"_delta_log/{version:D20}.json";

    private async Task<Snapshot> OpenAsync(DeltaOptions? options) =>
        await (await DeltaTable.OpenAsync(_store, options, Cancellation)).GetSnapshotAsync(Cancellation);

    private async Task CreateWithAppendsAsync(int count)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
        for (int file = 1; file <= count; file++)
        {
            await table.AppendAsync("f" + file, Cancellation);
        }
    }
}
