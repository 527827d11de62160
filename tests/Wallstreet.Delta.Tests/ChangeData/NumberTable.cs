using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.ChangeData;

/// <summary>A table of numbers, each there once, and ways to change it.</summary>
internal static class NumberTable
{
    public const string Feed = "delta.enableChangeDataFeed";

    private static readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DeltaTable> CreateAsync(IObjectStore store, params string[] properties) =>
        await DeltaTable.CreateAsync(
            store,
            new TableDefinition(new Wallstreet.Delta.Schema.StructType(new StructField("id", PrimitiveType.Long)))
            {
                Properties = properties.Append("delta.enableDeletionVectors").ToDictionary(
                    static name => name, static _ => "true", StringComparer.Ordinal),
            },
            Tables.Commit,
            new DeltaOptions { CheckpointInterval = 7 },
            Cancellation);

    public static RecordBatch Batch(params IEnumerable<long> ids)
    {
        Int64Array array = new Int64Array.Builder().AppendRange(ids).Build();
        return new RecordBatch(
            new Apache.Arrow.Schema([new Field("id", Int64Type.Default, true)], null), [array], array.Length);
    }

    public static async IAsyncEnumerable<RecordBatch> StreamAsync(params IEnumerable<long> ids)
    {
        await Task.Yield();
        yield return Batch(ids);
    }

    /// <summary>Adds numbers, so many to a file.</summary>
    public static async Task<long> AddAsync(this DeltaTable table, int rowsPerFile, params IEnumerable<long> ids)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        IReadOnlyList<AddFile> files = await _engine.WriteAsync(
            table,
            snapshot,
            ids.Chunk(rowsPerFile).ToAsyncEnumerable().Select(static some => Batch(some)),
            new WriteOptions { FileRowsMax = rowsPerFile },
            Cancellation);
        return (await table.CommitAsync(new TableChange(snapshot) { Adds = files }, new CommitOptions("WRITE"), Cancellation)).Version;
    }

    /// <summary>Deletes the rows at some places of a file by a deletion vector.</summary>
    public static async Task<long> DeleteAsync(this DeltaTable table, AddFile file, params IEnumerable<long> rows)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        return (await table.CommitAsync(
            new TableChange(snapshot) { RowDeletions = [new RowDeletion(file, DeletionVector.Of(rows))] },
            new CommitOptions("DELETE"),
            Cancellation)).Version;
    }

    /// <summary>A table with the numbers 1 to 3 in one file, two of which were deleted by a vector and then restored.
    /// </summary>
    public static async Task<DeltaTable> CreateRestoredAsync(IObjectStore store)
    {
        DeltaTable table = await CreateAsync(store);
        await table.AddAsync(5, 1, 2, 3);
        AddFile whole = (await table.GetSnapshotAsync(Cancellation)).Files.Single();
        await table.DeleteAsync(whole, 0, 2);
        Snapshot deleted = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(deleted) { Removes = [.. deleted.Files], Adds = [whole] }, new CommitOptions("RESTORE"), Cancellation);
        return table;
    }

    /// <summary>Joins all files into one.</summary>
    public static async Task<long> OptimizeAsync(this DeltaTable table)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        IReadOnlyList<AddFile> files = await _engine.WriteAsync(
            table, snapshot, _engine.ReadAsync(table, snapshot.PlanScan(), null, Cancellation), new WriteOptions(), Cancellation);
        return (await table.CommitAsync(
            new TableChange(snapshot) { Adds = files, Removes = [.. snapshot.Files], DataChange = false },
            new CommitOptions("OPTIMIZE"),
            Cancellation)).Version;
    }

    /// <summary>Replaces everything.</summary>
    public static async Task<long> OverwriteAsync(this DeltaTable table, params IEnumerable<long> ids)
    {
        CommitOptions options = new("WRITE") { OperationParameters = new Dictionary<string, string> { ["mode"] = "\"Overwrite\"" } };
        return (await table.OverwriteAsync(_engine, StreamAsync(ids), options, Cancellation)).Version;
    }

    /// <summary>The numbers in the table.</summary>
    public static async Task<List<long>> ReadAsync(this DeltaTable table)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        List<long> ids = [];
        await foreach (RecordBatch batch in _engine.ReadAsync(table, snapshot.PlanScan(), null, Cancellation))
        {
            using (batch)
            {
                ids.AddRange(Ids(batch));
            }
        }

        ids.Sort();
        return ids;
    }

    public static IEnumerable<long> Ids(RecordBatch batch) =>
        Enumerable.Range(0, batch.Length).Select(row => ((Int64Array)batch.Column("id")).GetValue(row)!.Value);

    /// <summary>The lines of changes: version, what happened, number.</summary>
    public static async Task<List<string>> LinesAsync(IAsyncEnumerable<RecordBatch> changes)
    {
        List<string> lines = [];
        await foreach (RecordBatch batch in changes)
        {
            using (batch)
            {
                Int64Array versions = (Int64Array)batch.Column("_commit_version");
                StringArray types = (StringArray)batch.Column("_change_type");
                lines.AddRange(Ids(batch).Select((id, row) => $"{versions.GetValue(row)} {types.GetString(row)} {id}"));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
