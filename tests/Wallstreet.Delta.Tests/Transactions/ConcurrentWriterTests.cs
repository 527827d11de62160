using System.Diagnostics;
using System.Globalization;
using TestKit;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

public sealed class ConcurrentWriterTests
{
    private const int CommitsEach = 500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_append_500_times_each_on_disk_and_nothing_is_lost()
    {
        using TemporaryFolder folder = new();
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder.Path);

        await AppendFromTwoProcessesAsync(store, folder.Path, new Dictionary<string, string>());
    }

    [Fact]
    public async Task Two_processes_append_500_times_each_on_S3_and_nothing_is_lost()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        string location = $"s3://{await server.CreateBucketAsync(Cancellation)}/table";
        IObjectStore store = new ObjectStoreFactory(server.NewOptions()).Open(location);

        await AppendFromTwoProcessesAsync(store, location, server.Environment);
    }

    [Fact]
    [OnEveryStore]
    public async Task Eight_writers_in_one_process_all_get_through()
    {
        IObjectStore store = TestStore.New();
        await DeltaTable.CreateAsync(store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
                for (int commit = 0; commit < 25; commit++)
                {
                    await table.AppendAsync($"{writer}-{commit}.parquet", Cancellation);
                }
            },
            Cancellation)));

        Snapshot snapshot = await (await DeltaTable.OpenAsync(store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal((200, 200), (snapshot.Version, snapshot.FileCount));
    }

    private static async Task AppendFromTwoProcessesAsync(
        IObjectStore store, string location, IReadOnlyDictionary<string, string> settings)
    {
        await DeltaTable.CreateAsync(store, new TableDefinition(Tables.Schema), Tables.Commit, null, Cancellation);
        using Process first = WriterProcess.Start(location, "first", CommitsEach, settings);
        using Process second = WriterProcess.Start(location, "second", CommitsEach, settings);
        int attempts = 0;
        foreach (Process writer in (Process[])[first, second])
        {
            Task<string> output = writer.StandardOutput.ReadToEndAsync(Cancellation);
            string errors = await writer.StandardError.ReadToEndAsync(Cancellation);
            await writer.WaitForExitAsync(Cancellation);
            Assert.True(writer.ExitCode == 0, errors);
            attempts += int.Parse(await output, CultureInfo.InvariantCulture);
        }

        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        List<CommitRecord> history = await table.GetHistoryAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(2 * CommitsEach, snapshot.Version);
        Assert.Equal(2 * CommitsEach, snapshot.FileCount);
        Assert.Equal(
            Enumerable.Range(0, (2 * CommitsEach) + 1).Select(static version => (long)version).Reverse(),
            history.Select(static record => record.Version));
        Assert.Equal((2 * CommitsEach) + 1, history.Select(static record => record.TxnId).Distinct().Count());
        TestContext.Current.TestOutputHelper!.WriteLine($"{attempts} attempts for {2 * CommitsEach} commits");
    }
}
