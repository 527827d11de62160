using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>Decides over files by their partition values and statistics.</summary>
internal sealed class ScanPlanner
{
    private readonly Predicate? _filter;
    private readonly StructType _schema;
    private readonly IReadOnlyList<PartitionColumn> _partitionColumns;
    private readonly StatisticsLayout _layout;
    private readonly ColumnFacts[]?[] _cached;

    public ScanPlanner(
        Metadata metadata, IReadOnlyList<PartitionColumn> partitionColumns, Predicate? filter, FactsCache? cache = null)
    {
        _filter = filter;
        _schema = metadata.Schema;
        _partitionColumns = partitionColumns;
        _layout = StatisticsLayout.Of(_schema, metadata.ColumnMapping, DataColumns(filter));
        _cached = [.. _layout.Columns.Select(column => FindCached(metadata, column.Path, cache))];
    }

    /// <param name="file">The file.</param>
    /// <param name="position">The position by which the cache knows it, or -1.</param>
    public ScanFile Plan(AddFile file, int position = -1)
    {
        PartitionValues values = PartitionValues.Of(file, _partitionColumns);
        return new ScanFile(file, values, _filter is null ? FileMatch.All : Match(file, position, values, _filter));
    }

    private static ColumnFacts[]? FindCached(Metadata metadata, ColumnPath column, FactsCache? cache) => cache?.Find(
        StatisticsLayout.Of(metadata.Schema, metadata.ColumnMapping, [column]),
        string.Join('\0', StatisticsLayout.GetPhysicalNames(metadata.Schema, metadata.ColumnMapping, column)));

    private FileMatch Match(AddFile file, int place, PartitionValues values, Predicate filter)
    {
        FileStatistics? statistics = null;
        bool read = false;
        return filter.Match(column =>
        {
            if (column.Names.Count == 1 && values.TryGet(column.Names[0], out Literal? value))
            {
                return ColumnFacts.Constant(column.FindIn(_schema)!.Type, value);
            }

            int position = _layout.IndexOf(column);
            if (position < 0)
            {
                return ColumnFacts.Unknown(column.FindIn(_schema)?.Type ?? PrimitiveType.Void);
            }

            if (place >= 0 && _cached[position] is { } known)
            {
                return known[place];
            }

            if (!read)
            {
                read = true;
                statistics = file.RawStatistics.IsEmpty ? null : _layout.Read(file.RawStatistics.ToBytes());
            }

            return statistics?.GetFacts(position) ?? ColumnFacts.Unknown(_layout.Columns[position].Type);
        });
    }

    private IEnumerable<ColumnPath> DataColumns(Predicate? filter) =>
        (filter?.Columns ?? []).Where(column => column.Names.Count > 1
            || !_partitionColumns.Any(partition =>
                string.Equals(partition.Name, column.Names[0], StringComparison.OrdinalIgnoreCase)));
}
