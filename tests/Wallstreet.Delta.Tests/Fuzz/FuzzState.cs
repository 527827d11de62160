using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Corpus;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>All that a reader makes of a table.</summary>
/// <param name="Version">Its newest version.</param>
/// <param name="Definition">Protocol, schema, partitioning.</param>
/// <param name="Files">The files, each with its deletion vector and partition values.</param>
/// <param name="Rows">The rows in order; null if they were not read.</param>
internal sealed record FuzzState(long Version, string Definition, IReadOnlyList<string> Files, IReadOnlyList<string>? Rows)
{
    private const int RowsMax = 5_000;

    public bool SameFiles(FuzzState other) => Files.SequenceEqual(other.Files);

    /// <summary>Whether all is the same, as far as both know.</summary>
    public bool Same(FuzzState other) => Version == other.Version && Definition == other.Definition && SameFiles(other)
        && (Rows is null || other.Rows is null || Rows.SequenceEqual(other.Rows));

    public static async Task<FuzzState> ReadAsync(SeedStore store, long? version, bool rows, CancellationToken cancellation)
    {
        DeltaTable table = await DeltaTable.OpenAsync(store, null, cancellation);
        Snapshot snapshot = version is { } number
            ? await table.GetSnapshotAsync(number, cancellation)
            : await table.GetSnapshotAsync(cancellation);
        Prune(snapshot);
        return Of(snapshot, rows ? await ReadRowsAsync(table, snapshot, cancellation) : null);
    }

    public static string NameOf(AddFile file) => $"{file.Key.Path}|{file.Key.DeletionVectorId}|"
        + string.Join(',', file.PartitionValues.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Key}={pair.Value}"));

    private static FuzzState Of(Snapshot snapshot, List<string>? rows) => new(
        snapshot.Version,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{snapshot.Protocol.MinReaderVersion}/{snapshot.Protocol.MinWriterVersion} {snapshot.Metadata.Id} {snapshot.Metadata.SchemaString} {string.Join(',', snapshot.PartitionColumns)}"),
        [.. snapshot.Files.Select(NameOf).Order(StringComparer.Ordinal)],
        rows);

    /// <summary>Statistics are asked of every column, whatever has become of them.</summary>
    private static void Prune(Snapshot snapshot)
    {
        _ = snapshot.RowCount;
        foreach (StructField column in snapshot.Schema.Fields.Take(8))
        {
            _ = snapshot.PlanScan(new Predicate.IsNull(column.Name)).Files.Count;
            if (PartitionText.TryParse("5", column.Type) is { } literal)
            {
                _ = snapshot.PlanScan(new Predicate.Comparison(column.Name, ComparisonOperator.Less, literal)).Files.Count;
            }
        }
    }

    private static async Task<List<string>> ReadRowsAsync(
        DeltaTable table, Snapshot snapshot, CancellationToken cancellation)
    {
        List<string> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine()
            .ReadAsync(table, snapshot.PlanScan(), null, cancellation))
        {
            using (batch)
            {
                rows.AddRange(RowText.Of(batch));
            }

            if (rows.Count > RowsMax)
            {
                break;
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
