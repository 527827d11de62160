using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Query;
using Wallstreet.Query.Commands;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>A scan of ten million rows of which one in a hundred is deleted by vectors, against the same table without
/// deletions.</summary>
internal static class DeletedWork
{
    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        await using var lake = new QueryLake(folder, stores, 2L << 30);
        await lake.Engine.WriteAsync(new WriteQuery(QueryLake.Rows, "plain"));
        await lake.Engine.WriteAsync(new WriteQuery(QueryLake.Rows, "deleted")
        {
            Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" },
        });
        DeltaTable plain = await lake.OpenAsync("plain");
        DeltaTable deleted = await lake.OpenAsync("deleted");
        CommandResult result = await lake.Engine.DeleteAsync(deleted, new DeleteCommand { Where = "hash(symbol, session) % 100 = 0" });
        Snapshot snapshot = await deleted.GetSnapshotAsync(CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{result.RowsDeleted} rows are deleted, by vectors of {snapshot.Files.Count(static file => file.DeletionVector is not null)} file(s)."));
        await Measurement.CompareAsync("scan with 1 % deleted, all columns aggregated by SQL",
            () => lake.ReadAsync($"{QueryLake.Aggregates} FROM plain"), () => lake.ReadAsync($"{QueryLake.Aggregates} FROM deleted"));
        await Measurement.CompareAsync("scan with 1 % deleted, two columns aggregated by SQL",
            () => lake.ReadAsync("SELECT sum(close), sum(volume) FROM plain"),
            () => lake.ReadAsync("SELECT sum(close), sum(volume) FROM deleted"));
        ArrowDataEngine engine = new();
        await Measurement.CompareAsync("scan with 1 % deleted, into Arrow",
            () => ReadAsync(engine, plain), () => ReadAsync(engine, deleted));
    }

    private static async Task ReadAsync(ArrowDataEngine engine, DeltaTable table)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(CancellationToken.None);
        await foreach (RecordBatch batch in engine.ReadAsync(table, snapshot.PlanScan(), null, CancellationToken.None))
        {
            batch.Dispose();
        }
    }
}
