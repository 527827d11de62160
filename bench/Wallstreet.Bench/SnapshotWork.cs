using Wallstreet.Delta;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>What it costs to open a table that has no checkpoint, to count its rows, and to have the statistics of
/// every column as values; against chDB, which describes the table and counts its rows from the log.</summary>
internal static class SnapshotWork
{
    private const int Rows = 1_000_000;

    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        using ChdbPeer? peer = ChdbPeer.TryStart();
        await CompareAsync(folder, stores, peer, 100, 1000);
        await CompareAsync(folder, stores, peer, 10_000, 10);
    }

    private static async Task CompareAsync(
        string folder, ObjectStoreFactory stores, ChdbPeer? peer, int commits, int adds)
    {
        string name = $"log_{commits}x{adds}";
        string table = Path.Combine(folder, name);
        await LogFixture.WriteAsync(table, stores, commits, adds);
        Predicate every = Predicate.AnyOf(
            new Predicate.Comparison("id", ComparisonOperator.Equal, Literal.Of(50_000_500L)),
            new Predicate.Comparison("symbol", ComparisonOperator.Less, Literal.Of("AAA000001")),
            new Predicate.Comparison("session", ComparisonOperator.Less, Literal.Of(new DateOnly(2000, 1, 1))),
            new Predicate.Comparison("price", ComparisonOperator.Less, Literal.Of(1.0)),
            new Predicate.Comparison("volume", ComparisonOperator.Less, Literal.Of(1L)));
        await Measurement.MeasureAsync($"{name}: open alone", () => OpenAsync(table, stores));
        Func<Task<Cost>> ours = () => Cost.OfAsync(async () =>
        {
            Snapshot snapshot = await OpenAsync(table, stores);
            Expect(Rows, snapshot.RowCount);

            // Every column is asked for, so the statistics of every column and file become values.
            Expect(2, snapshot.PlanScan(every).Files.Count);
        });
        if (peer is null)
        {
            await Measurement.MeasureAsync($"{name}: open, count, statistics as values", async () => await ours());
            return;
        }

        await Measurement.CompareCostsAsync($"{name}: open, count, statistics as values", () => AskAsync(peer, table), ours);
    }

    private static async Task<Cost> AskAsync(ChdbPeer peer, string table)
    {
        ChdbPeer.Reply reply = await peer.RunAsync(
            Path.GetDirectoryName(table)!, $"DESCRIBE TABLE deltaLakeLocal('{table}')", $"SELECT count() FROM deltaLakeLocal('{table}')");
        return reply.Rows!.TrimEnd().EndsWith($"{Rows}", StringComparison.Ordinal)
            ? reply.Cost
            : throw new InvalidOperationException($"chDB counts something else: {reply.Rows}");
    }

    private static async Task<Snapshot> OpenAsync(string table, ObjectStoreFactory stores) =>
        await (await DeltaTable.OpenAsync(stores.Open(table), null, CancellationToken.None)).GetSnapshotAsync(CancellationToken.None);

    private static void Expect(long expected, long? actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"Expected {expected}, and there are {actual}.");
        }
    }
}
