using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Streams;
using Wallstreet.Storage;

/// <summary>Copies what comes into a table to another one, each row exactly once, also if it is killed and begun again.
/// </summary>
internal static class Following
{
    public static async Task CopyAsync(DeltaTable table, IObjectStore target, string notes, CancellationToken cancellation)
    {
        ArrowDataEngine engine = new();
        Snapshot snapshot = await table.GetSnapshotAsync(cancellation);
        DeltaTable copy = await DeltaTable.TryOpenAsync(target, null, cancellation)
            ?? await DeltaTable.CreateAsync(
                target,
                new TableDefinition(snapshot.Schema) { PartitionColumns = snapshot.PartitionColumns },
                new CommitOptions("CREATE TABLE"),
                null,
                cancellation);

        // The notes hold the offsets of all batches: line N ends batch N. A batch is noted before it is written, so that
        // one that was being written when the program died is written again with the same rows and the same id.
        List<StreamOffset> offsets = File.Exists(notes) ? [.. File.ReadLines(notes).Select(StreamOffset.Parse)] : [];
        StreamSource source = await StreamSource.OpenAsync(table, null, offsets.LastOrDefault(), cancellation);
        StreamSink sink = new(copy, engine, "copy-of-quotes");
        if (offsets.Count > 1)
        {
            StreamBatch last = await source.ReadAgainAsync(offsets[^2], offsets[^1], cancellation);
            await sink.WriteAsync(offsets.Count - 1, last.ReadAsync(engine, cancellation), cancellation);
        }
        else if (offsets.Count == 0)
        {
            offsets.Add(source.Start);
            await NoteAsync(notes, offsets, cancellation);
        }

        while (await source.TryReadAsync(offsets[^1], cancellation) is { } batch)
        {
            offsets.Add(batch.End);
            await NoteAsync(notes, offsets, cancellation);
            await sink.WriteAsync(offsets.Count - 1, batch.ReadAsync(engine, cancellation), cancellation);
            Console.WriteLine($"batch {offsets.Count - 1}: {batch.Files.Count} files");
        }
    }

    /// <summary>Writes the notes whole or not at all.</summary>
    private static async Task NoteAsync(string notes, List<StreamOffset> offsets, CancellationToken cancellation)
    {
        await File.WriteAllLinesAsync(notes + ".new", offsets.Select(static offset => offset.ToJson()), cancellation);
        File.Move(notes + ".new", notes, overwrite: true);
    }
}
