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

    public ScanPlanner(Metadata metadata, IReadOnlyList<PartitionColumn> partitionColumns, Predicate? filter)
    {
        _filter = filter;
        _schema = metadata.Schema;
        _partitionColumns = partitionColumns;
        _layout = StatisticsLayout.Of(_schema, metadata.ColumnMapping, DataColumns(filter));
    }

    public ScanFile Plan(AddFile file)
    {
        PartitionValues values = PartitionValues.Of(file, _partitionColumns);
        return new ScanFile(file, values, _filter is null ? FileMatch.All : Match(file, values, _filter));
    }

    private FileMatch Match(AddFile file, PartitionValues values, Predicate filter)
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
