using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>The tables to begin with: some of our own, and the small ones of the corpus if it is there.</summary>
internal static class FuzzTables
{
    private const long SizeMax = 600_000;
    private const int FilesMax = 80;

    public static async Task<IReadOnlyList<FuzzTable>> LoadAsync(CancellationToken cancellation)
    {
        List<FuzzTable> tables = [await OwnAsync(cancellation)];
        foreach (CorpusTable corpus in CorpusTable.ReadAll().Where(static corpus => CorpusFault.Find(corpus.Path) is null))
        {
            string folder = corpus.FindFolder();
            string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
            if (files.Length <= FilesMax && files.Sum(static file => new FileInfo(file).Length) <= SizeMax)
            {
                tables.Add(new FuzzTable(corpus.Path, files.ToDictionary(
                    file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes)));
            }
        }

        List<FuzzTable> readable = [];
        foreach (FuzzTable table in tables.Where(static table => table.Targets.Count > 0))
        {
            SeedStore store = new(table);
            table.Baseline = await FuzzState.ReadAsync(store, null, rows: true, cancellation);
            long version = table.Baseline.Version;
            table.Before = await TryReadAsync(store, version - 1, true, cancellation)
                ?? await TryReadAsync(store, version - 1, false, cancellation);
            table.Checkpoint = FindCheckpoint(table) is { } checkpoint
                ? await TryReadAsync(store, checkpoint, false, cancellation)
                : null;
            readable.Add(table);
        }

        return readable;
    }

    /// <summary>The version of the checkpoint that a reader starts with.</summary>
    public static long? FindCheckpoint(FuzzTable table) => table.Keys
        .Where(static key => key.StartsWith("_delta_log/0", StringComparison.Ordinal)
            && key.Contains(".checkpoint.", StringComparison.Ordinal))
        .Select(static key => (long?)long.Parse(
            key.AsSpan("_delta_log/".Length, 20), System.Globalization.CultureInfo.InvariantCulture))
        .Max();

    private static async Task<FuzzState?> TryReadAsync(
        SeedStore store, long version, bool rows, CancellationToken cancellation)
    {
        try
        {
            return version < 0 ? null : await FuzzState.ReadAsync(store, version, rows, cancellation);
        }
        catch (Exception exception) when (exception is DeltaException or ObjectStoreException)
        {
            return null;
        }
    }

    /// <summary>Partitions, statistics, a checkpoint, commits after it, and deletion vectors.</summary>
    private static async Task<FuzzTable> OwnAsync(CancellationToken cancellation)
    {
        MemoryObjectStore store = new(Guid.NewGuid().ToString("N"));
        TableDefinition definition = new(Tables.Schema)
        {
            Properties = new Dictionary<string, string>
            {
                ["delta.enableDeletionVectors"] = "true",
                ["delta.checkpointInterval"] = "4",
            },
        };
        DeltaTable table = await DeltaTable.CreateAsync(store, definition, Tables.Commit, null, cancellation);
        ArrowDataEngine engine = new();
        for (int version = 1; version <= 6; version++)
        {
            Snapshot snapshot = await table.GetSnapshotAsync(cancellation);
            IReadOnlyList<AddFile> files = await engine.WriteAsync(
                table,
                snapshot,
                Batches.StreamAsync(Batches.Prices(("A" + version, version), ("B", null), (null, -version))),
                new WriteOptions(),
                cancellation);
            await table.CommitAsync(new TableChange(snapshot) { Adds = files }, Tables.Commit, cancellation);
        }

        Snapshot last = await table.GetSnapshotAsync(cancellation);
        await table.CommitAsync(
            new TableChange(last) { RowDeletions = [new RowDeletion(last.Files.First(), DeletionVector.Of([1]))] },
            Tables.Commit,
            cancellation);
        Dictionary<string, byte[]> content = [];
        await foreach (ObjectHead head in store.ListAsync("", null, cancellation))
        {
            content[head.Key] = await store.GetAsync(head.Key, cancellation);
        }

        return new FuzzTable("own", content);
    }
}
