using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Maintenance;

/// <summary>Decides which files OPTIMIZE rewrites. Files that are as they should be are left alone, so that a second
/// call finds nothing to do.</summary>
internal sealed class OptimizePlanner
{
    private const int LayoutFilesMin = 64;
    private readonly Snapshot _snapshot;
    private readonly OptimizeRequest _request;
    private readonly long _target;
    private readonly Layout? _layout;

    public OptimizePlanner(Snapshot snapshot, OptimizeRequest request)
    {
        _snapshot = snapshot;
        _request = request;
        _target = request.TargetSizeBytes ?? TargetFileSize.Find(snapshot.Metadata) ?? OptimizeRequest.TargetSizeBytesDefault;
        _layout = request.Purge ? null : FindLayout();
    }

    public Layout? Layout => _layout;

    /// <param name="filter">Which partitions; null for all.</param>
    public OptimizePlan Plan(Predicate? filter)
    {
        ScanPlan scan = _snapshot.PlanScan(filter);
        List<Rewrite> rewrites = [];
        foreach (IGrouping<string, ScanFile> partition in scan.Files.GroupBy(KeyOf, StringComparer.Ordinal))
        {
            rewrites.AddRange(_layout is null ? PlanJoining(partition) : PlanLayout(partition, _layout));
        }

        return new OptimizePlan(_snapshot, rewrites, scan.Files.Count);
    }

    /// <summary>Small files, and those with many deleted rows, in heaps of the target size.</summary>
    private IEnumerable<Rewrite> PlanJoining(IEnumerable<ScanFile> partition)
    {
        IEnumerable<ScanFile> candidates = partition.Where(file => _request.Purge
            ? file.DeletionVector is not null
            : file.Add.SizeBytes < _target || IsMuchDeleted(file.Add));
        return FilePacker.Pack(candidates, LiveBytes, _target)
            .Where(heap => heap.Count > 1 || (_request.Purge ? heap[0].DeletionVector is not null : IsMuchDeleted(heap[0].Add)))
            .Select(static heap => new Rewrite(heap, null));
    }

    /// <summary>Files that are not laid out yet, with those pieces that are still small, in pieces that can be sorted.
    /// </summary>
    private IEnumerable<Rewrite> PlanLayout(IEnumerable<ScanFile> partition, Layout layout)
    {
        long pieceMax = _request.LayoutSizeBytes ?? _target * LayoutFilesMin;
        ILookup<string, ScanFile> byPiece = partition.ToLookup(file => LayoutTags.FindPiece(file.Add, layout) ?? "", StringComparer.Ordinal);
        List<ScanFile> candidates = [.. byPiece[""]];
        int pieces = 0;
        foreach (IGrouping<string, ScanFile> piece in byPiece.Where(static piece => piece.Key.Length > 0))
        {
            bool full = piece.Sum(static file => file.Add.SizeBytes) >= pieceMax / 2;
            if (_request.Full || !full || piece.Any(file => IsMuchDeleted(file.Add)))
            {
                candidates.AddRange(piece);
                pieces++;
            }
        }

        bool nothingNew = byPiece[""].Any() is false && pieces <= 1 && !candidates.Exists(file => IsMuchDeleted(file.Add));
        if (candidates.Count == 0 || (nothingNew && !_request.Full))
        {
            yield break;
        }

        foreach (IReadOnlyList<ScanFile> piece in FilePacker.Pack(candidates, LiveBytes, pieceMax))
        {
            yield return new Rewrite(piece, layout);
        }
    }

    private Layout? FindLayout()
    {
        IReadOnlyList<ColumnPath>? clustered = ClusteringColumns.Find(_snapshot);
        if (clustered is null)
        {
            return _request.ZOrderBy.Count == 0
                ? null
                : Layout.Of(_snapshot.Metadata, [.. _request.ZOrderBy.Select(FindColumn)], null, _target);
        }

        if (_request.ZOrderBy.Count > 0)
        {
            throw new UnsupportedFeatureException(
                "clustering",
                $"The table is clustered by {string.Join(", ", clustered)}, so it cannot be Z-ordered by other columns. Leave "
                + "the columns out, or take the clustering off first.");
        }

        return clustered.Count == 0 ? null : Layout.Of(_snapshot.Metadata, clustered, ClusteringColumns.Provider, _target);
    }

    private ColumnPath FindColumn(ColumnPath path)
    {
        StructField column = path.FindIn(_snapshot.Schema) ?? throw new SchemaMismatchException(
            $"The table has no column '{path}' to Z-order by. It has "
            + $"{string.Join(", ", _snapshot.Schema.Fields.Select(static field => field.Name))}.");
        if (_snapshot.PartitionColumns.Contains(column.Name, StringComparer.OrdinalIgnoreCase) && path.Names.Count == 1)
        {
            throw new SchemaMismatchException(
                $"'{path}' is a partition column: every file has one value of it already. Z-order by others.");
        }

        return ClusteringColumns.IsOrdered(column.Type)
            ? path
            : throw new SchemaMismatchException(
                $"Rows cannot be laid out by '{path}': its type {column.Type} has no order that files could be skipped by.");
    }

    private bool IsMuchDeleted(AddFile file)
    {
        if (file.DeletionVector is not { Cardinality: var deleted and > 0 })
        {
            return false;
        }

        return _snapshot.FindStatistics(file)?.RecordCount is not { } rows || deleted > rows * _request.DeletedRowsRatioMax;
    }

    private long LiveBytes(ScanFile file)
    {
        if (file.DeletionVector is not { } vector || _snapshot.FindStatistics(file.Add)?.RecordCount is not (> 0 and { } rows))
        {
            return file.Add.SizeBytes;
        }

        return (long)(file.Add.SizeBytes * Math.Clamp(1 - (vector.Cardinality / (double)rows), 0, 1));
    }

    private static string KeyOf(ScanFile file) => file.Add.PartitionValues.Count == 0
        ? ""
        : JsonSerializer.Serialize(file.Add.PartitionValues
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => new[] { pair.Key, string.IsNullOrEmpty(pair.Value) ? null : pair.Value }));
}
