using Wallstreet.Delta;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>What the log of a table with 100,000 files costs: opening, following, pruning, checkpoints.</summary>
internal static class LogWork
{
    private const int FileCount = 100_000;

    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        IObjectStore store = stores.Open(folder);
        TableDefinition definition = new(LogFixture.Schema) { Files = [.. Enumerable.Range(0, FileCount).Select(LogFixture.File)] };
        DeltaTable table = await DeltaTable.CreateAsync(store, definition, new CommitOptions("CREATE"), null, CancellationToken.None);
        Snapshot snapshot = await table.GetSnapshotAsync(CancellationToken.None);
        await Measurement.MeasureAsync("write a checkpoint of 100,000 files", async () => await table.WriteCheckpointAsync(snapshot, CancellationToken.None));
        await Measurement.MeasureAsync("cold open from the checkpoint", async () => snapshot = await OpenAsync(store));
        Predicate ten = new Predicate.And([
            new Predicate.Comparison("id", ComparisonOperator.GreaterOrEqual, Literal.Of(50_000_000L)),
            new Predicate.Comparison("id", ComparisonOperator.Less, Literal.Of(50_010_000L)),
        ]);
        Cost first = await Cost.OfAsync(() => PruneAsync(10, snapshot, ten));
        Console.WriteLine($"{"first filter of the process, code not yet compiled",-52} {first}");
        await Measurement.MeasureAsync("open, and prune 100,000 files to 10", async () =>
        {
            Expect(10, (await OpenAsync(store)).PlanScan(ten).Files.Count);
        });
        await Measurement.MeasureAsync(
            "first filter of a freshly opened table, to 10",
            () => PruneAsync(10, snapshot, ten),
            async () => snapshot = await OpenAsync(store));
        await Measurement.MeasureAsync("prune 100,000 files to 10", () => PruneAsync(10, snapshot, ten));
        await Measurement.MeasureAsync("prune 100,000 files to 1 by a text", () => PruneAsync(1, snapshot, new Predicate.And([
            new Predicate.Comparison("symbol", ComparisonOperator.LessOrEqual, Literal.Of("AAA000000")),
            new Predicate.Comparison("price", ComparisonOperator.Greater, Literal.Of(20.0)),
        ])));
        DeltaTable follower = await DeltaTable.OpenAsync(store, null, CancellationToken.None);
        int next = FileCount;
        await Measurement.MeasureAsync(
            "refresh by one commit",
            async () => Expect(next, (int)(await follower.GetSnapshotAsync(CancellationToken.None)).FileCount),
            async () => await table.CommitAsync(
                new TableChange(await table.GetSnapshotAsync(CancellationToken.None)) { Adds = [LogFixture.File(next++)] },
                new CommitOptions("WRITE"),
                CancellationToken.None));
    }

    private static Task PruneAsync(int expected, Snapshot snapshot, Predicate predicate)
    {
        Expect(expected, snapshot.PlanScan(predicate).Files.Count);
        return Task.CompletedTask;
    }

    private static async Task<Snapshot> OpenAsync(IObjectStore store) =>
        await (await DeltaTable.OpenAsync(store, null, CancellationToken.None)).GetSnapshotAsync(CancellationToken.None);

    private static void Expect(int expected, int actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"Expected {expected} files, and there are {actual}.");
        }
    }
}
