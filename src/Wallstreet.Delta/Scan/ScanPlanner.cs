using System.Buffers;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>Decides over files by their partition values and statistics.</summary>
internal sealed class ScanPlanner
{
    private readonly Predicate? _filter;
    private readonly StructType _schema;
    private readonly ColumnMappingMode _mapping;
    private readonly IReadOnlyList<PartitionColumn> _partitionColumns;
    private readonly StatisticsLayout _layout;

    public ScanPlanner(Metadata metadata, IReadOnlyList<PartitionColumn> partitionColumns, Predicate? filter)
    {
        _filter = filter;
        _schema = metadata.Schema;
        _mapping = metadata.ColumnMapping;
        _partitionColumns = partitionColumns;
        _layout = StatisticsLayout.Of(_schema, _mapping, DataColumns(filter));
    }

    /// <summary>Decides over one file.</summary>
    public ScanFile Plan(AddFile file)
    {
        PartitionValues values = PartitionValues.Of(file, _partitionColumns);
        return new ScanFile(file, values, _filter is null ? FileMatch.All : Match(file, values, _filter));
    }

    /// <summary>Decides over all files of a version.</summary>
    /// <returns>Those that may have a matching row.</returns>
    public List<ScanFile> Plan(FileSet files)
    {
        if (_filter is not null && files.Facts.IsUseful && FindFacts(files.Facts) is { } facts)
        {
            return Plan(files, facts, _filter);
        }

        List<ScanFile> chosen = new(_filter is null ? files.Count : 16);
        foreach (AddFile file in files)
        {
            AddIfMatching(chosen, file);
        }

        return chosen;
    }

    private List<ScanFile> Plan(FileSet files, FactsTable facts, Predicate filter)
    {
        List<ScanFile> chosen = [];
        byte[] rented = ArrayPool<byte>.Shared.Rent(files.Facts.Length);
        try
        {
            Span<byte> outcomes = rented.AsSpan(0, files.Facts.Length);
            filter.Evaluate(facts, outcomes);
            for (int position = OutcomeSets.FindMatch(outcomes, 0);
                position < outcomes.Length;
                position = OutcomeSets.FindMatch(outcomes, position + 1))
            {
                if (files.FindAt(position) is { } file)
                {
                    chosen.Add(new ScanFile(
                        file, PartitionValues.Of(file, _partitionColumns), Predicate.MatchOf((Outcomes)outcomes[position])));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        foreach (AddFile file in files.Recent)
        {
            AddIfMatching(chosen, file);
        }

        return chosen;
    }

    private void AddIfMatching(List<ScanFile> chosen, AddFile file)
    {
        ScanFile planned = Plan(file);
        if (planned.Match != FileMatch.None)
        {
            chosen.Add(planned);
        }
    }

    /// <summary>What is known of the columns of the filter; null if it must be found file by file.</summary>
    private FactsTable? FindFacts(FactsCache cache)
    {
        FactsTable facts = new(column => column.FindIn(_schema)?.Type ?? PrimitiveType.Void);
        ColumnPath[] columns = [.. _layout.Columns.Select(static column => column.Path)];
        if (cache.FindBounds(_schema, _mapping, columns) is not { } bounds)
        {
            return null;
        }

        for (int column = 0; column < columns.Length; column++)
        {
            facts.Add(columns[column], bounds[column]);
        }

        foreach (ColumnPath column in _filter!.Columns.Where(static column => column.Names.Count == 1))
        {
            if (_partitionColumns.FirstOrDefault(partition => IsNamed(partition, column)) is { } partition)
            {
                if (cache.FindPartitions(partition) is not { } codes)
                {
                    return null;
                }

                facts.Add(column, codes);
            }
        }

        return facts;
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
            || !_partitionColumns.Any(partition => IsNamed(partition, column)));

    private static bool IsNamed(PartitionColumn partition, ColumnPath column) =>
        string.Equals(partition.Name, column.Names[0], StringComparison.OrdinalIgnoreCase);
}
