using System.Collections.Concurrent;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>What the statistics of many files say of the columns that scans have asked for, read once and shared by all
/// versions that share the files.</summary>
/// <param name="files">The files; null where one was removed.</param>
internal sealed class FactsCache(AddFile?[] files)
{
    /// <summary>More columns than this are read anew for each scan.</summary>
    private const int ColumnsMax = 16;

    /// <summary>Fewer files are read faster than found.</summary>
    private const int FilesMin = 256;

    private readonly ConcurrentDictionary<(string PhysicalPath, DeltaType Type), Lazy<ColumnFacts[]>> _columns = new();

    /// <summary>The facts of a column, by the position of the files; null if they are not worth keeping.</summary>
    /// <param name="layout">Finds the column, and no other, in statistics.</param>
    /// <param name="physicalPath">The column's names in the log.</param>
    public ColumnFacts[]? Find(StatisticsLayout layout, string physicalPath)
    {
        (string, DeltaType Type) key = (physicalPath, layout.Columns[0].Type);
        if (files.Length < FilesMin || (_columns.Count >= ColumnsMax && !_columns.ContainsKey(key)))
        {
            return null;
        }

        return _columns.GetOrAdd(key, _ => new Lazy<ColumnFacts[]>(() => Read(layout))).Value;
    }

    private ColumnFacts[] Read(StatisticsLayout layout)
    {
        ColumnFacts unknown = ColumnFacts.Unknown(layout.Columns[0].Type);
        ColumnFacts[] facts = new ColumnFacts[files.Length];
        for (int position = 0; position < facts.Length; position++)
        {
            facts[position] = files[position] is { RawStatistics.IsEmpty: false } file
                ? layout.Read(file.RawStatistics.ToBytes())?.GetFacts(0) ?? unknown
                : unknown;
        }

        return facts;
    }
}
