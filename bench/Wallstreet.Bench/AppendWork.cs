using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Storage;
using Wallstreet.Storage.Local;

namespace Wallstreet.Bench;

/// <summary>Small appends, one after the other: a file of ten rows and a commit each, checkpoints included.</summary>
internal static class AppendWork
{
    private const int Rows = 10;
    private const int Appends = 2000;
    private const int PeerAppends = 100;

    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        Directory.CreateDirectory(folder);
        ArrowDataEngine engine = new();
        using ChdbPeer? peer = ChdbPeer.TryStart();
        for (int round = 0; round < 3; round++)
        {
            await MeasureAsync(engine, Path.Combine(folder, $"flushed{round}"), LocalDurability.Content);
            await MeasureAsync(engine, Path.Combine(folder, $"buffered{round}"), LocalDurability.Process);
            if (peer is not null)
            {
                await MeasurePeerAsync(peer, folder, stores, round);
            }
        }
    }

    private static async Task MeasureAsync(ArrowDataEngine engine, string folder, LocalDurability durability)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            new LocalObjectStore(folder, new LocalOptions { Durability = durability }),
            new TableDefinition(LogFixture.Schema),
            new CommitOptions("CREATE TABLE"),
            null,
            CancellationToken.None);
        Cost cost = await Cost.OfAsync(async () =>
        {
            for (int append = 0; append < Appends; append++)
            {
                await table.AppendAsync(engine, OneAsync(append), new CommitOptions("WRITE"), CancellationToken.None);
            }
        });
        Report(durability == LocalDurability.Process ? "ours, not waiting for the disk" : "ours, data and commit flushed", cost, Appends);
    }

    private static async Task MeasurePeerAsync(ChdbPeer peer, string folder, ObjectStoreFactory stores, int round)
    {
        string name = $"chdb{round}";
        await DeltaTable.CreateAsync(
            stores.Open(Path.Combine(folder, name)),
            new TableDefinition(LogFixture.Schema),
            new CommitOptions("CREATE TABLE"),
            null,
            CancellationToken.None);
        string insert = $"INSERT INTO FUNCTION deltaLakeLocal('{Path.Combine(folder, name)}') SETTINGS allow_delta_lake_writes = 1 "
            + "SELECT toInt64(number) AS id, concat('SYM', leftPad(toString(number), 4, '0')) AS symbol, toDate32('2024-01-02') AS session, "
            + $"100 + number / 4 AS price, toInt64(number * 100) AS volume FROM numbers({Rows})";
        ChdbPeer.Reply reply = await peer.RunAsync(folder, [.. Enumerable.Repeat(insert, PeerAppends)]);
        Report("chDB", reply.Cost, PeerAppends);
    }

    private static void Report(string who, Cost cost, int appends) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{appends} appends of {Rows} rows, {who,-30} {appends / cost.ElapsedMs * 1000,8:0} a second, {cost.CpuMs / appends:0.000} ms CPU each"));

    private static async IAsyncEnumerable<RecordBatch> OneAsync(int append)
    {
        await Task.CompletedTask;
        yield return LogFixture.SmallBatch(append * (long)Rows, Rows);
    }
}
