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
    private const int Rounds = 5;

    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        Directory.CreateDirectory(folder);
        ArrowDataEngine engine = new();
        using ChdbPeer? peer = ChdbPeer.TryStart();
        List<Cost> flushed = [];
        List<Cost> buffered = [];
        List<Cost> theirs = [];

        // The first round warms up.
        for (int round = 0; round <= Rounds; round++)
        {
            flushed.Add(await AppendAsync(engine, Path.Combine(folder, $"flushed{round}"), LocalDurability.Content));
            buffered.Add(await AppendAsync(engine, Path.Combine(folder, $"buffered{round}"), LocalDurability.Process));
            if (peer is not null)
            {
                theirs.Add(await AppendAsync(peer, folder, stores, $"chdb{round}"));
            }
        }

        Report("ours, data and commit flushed", flushed, Appends);
        Report("ours, not waiting for the disk", buffered, Appends);
        Report("chDB", theirs, PeerAppends);
    }

    private static async Task<Cost> AppendAsync(ArrowDataEngine engine, string folder, LocalDurability durability)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            new LocalObjectStore(folder, new LocalOptions { Durability = durability }),
            new TableDefinition(LogFixture.Schema),
            new CommitOptions("CREATE TABLE"),
            null,
            CancellationToken.None);
        return await Cost.OfAsync(async () =>
        {
            for (int append = 0; append < Appends; append++)
            {
                await table.AppendAsync(engine, OneAsync(append), new CommitOptions("WRITE"), CancellationToken.None);
            }
        });
    }

    private static async Task<Cost> AppendAsync(ChdbPeer peer, string folder, ObjectStoreFactory stores, string name)
    {
        await DeltaTable.CreateAsync(
            stores.Open(Path.Combine(folder, name)),
            new TableDefinition(LogFixture.Schema),
            new CommitOptions("CREATE TABLE"),
            null,
            CancellationToken.None);
        string insert = $"INSERT INTO FUNCTION deltaLakeLocal('{Path.Combine(folder, name)}') SETTINGS allow_delta_lake_writes = 1 "
            + "SELECT toInt64(number) AS id, concat('SYM', leftPad(toString(number), 4, '0')) AS symbol, toDate32('2024-01-02') AS session, "
            + $"100 + number / 4 AS price, toInt64(number * 100) AS volume FROM numbers({Rows})";
        return (await peer.RunAsync(folder, [.. Enumerable.Repeat(insert, PeerAppends)])).Cost;
    }

    private static void Report(string who, List<Cost> rounds, int appends)
    {
        if (rounds.Count > 1)
        {
            double[] rates = [.. rounds.Skip(1).Select(cost => appends / cost.ElapsedMs * 1000).Order()];
            double[] cpu = [.. rounds.Skip(1).Select(cost => cost.CpuMs / appends).Order()];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{appends} appends of {Rows} rows, {who,-30} {rates[rates.Length / 2],8:0} a second ({rates[0]:0} to {rates[^1]:0}), {cpu[cpu.Length / 2]:0.000} ms CPU each"));
        }
    }

    private static async IAsyncEnumerable<RecordBatch> OneAsync(int append)
    {
        await Task.CompletedTask;
        yield return LogFixture.SmallBatch(append * (long)Rows, Rows);
    }
}
