using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan.Bounds;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>What the log says of the columns that scans have asked for, in many files, read once and shared by all
/// versions that share the files.</summary>
/// <param name="files">The files; null where one was removed.</param>
/// <param name="statistics">Their statistics, by position: files lie all over the memory, and to visit each costs as much
/// as to read what it says.</param>
internal sealed class FactsCache(AddFile?[] files, RawText[] statistics)
{
    /// <summary>More columns than this are read anew for each scan.</summary>
    private const int ColumnsMax = 64;

    /// <summary>Fewer files are read faster than found.</summary>
    private const int FilesMin = 256;

    /// <summary>How many files are read in one go; a multiple of what columns keep together.</summary>
    private const int PartLength = BoundsColumn.PartLength;

    /// <summary>How many processors read at once at most.</summary>
    private const int ReadersMax = 4;

    private readonly Lock _reading = new();
    private readonly Dictionary<(string PhysicalPath, DeltaType Type), BoundsColumn> _bounds = [];
    private readonly Dictionary<(string PhysicalName, DeltaType Type), PartitionCodes?> _partitions = [];
    private long[]? _recordCounts;

    /// <summary>How many files have a position.</summary>
    public int Length => files.Length;

    /// <summary>Whether the files are so many that they are worth it.</summary>
    public bool IsUseful => files.Length >= FilesMin;

    /// <summary>The bounds of columns in the order of the layout; null if they are not worth keeping.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="mode">How columns are found in the log.</param>
    /// <param name="columns">Columns of the schema that are no structs.</param>
    public BoundsColumn[]? FindBounds(StructType schema, ColumnMappingMode mode, IReadOnlyList<ColumnPath> columns)
    {
        ColumnPath[] names = [.. columns];
        (string, DeltaType)[] keys = [.. columns.Select(column => (
            string.Join('\0', StatisticsLayout.GetPhysicalNames(schema, mode, column)), column.FindIn(schema)!.Type))];
        lock (_reading)
        {
            ColumnPath[] missing = [.. columns.Where((_, position) => !_bounds.ContainsKey(keys[position]))];
            if (!IsUseful || _bounds.Count + missing.Length > ColumnsMax)
            {
                return null;
            }

            if (missing.Length > 0)
            {
                BoundsColumn[] read = Read(StatisticsLayout.Of(schema, mode, missing));
                for (int column = 0; column < missing.Length; column++)
                {
                    _bounds[keys[Array.IndexOf(names, missing[column])]] = read[column];
                }
            }

            return [.. keys.Select(key => _bounds[key])];
        }
    }

    /// <summary>The values of a partition column; null if one of them cannot be read.</summary>
    public PartitionCodes? FindPartitions(PartitionColumn column)
    {
        lock (_reading)
        {
            if (!_partitions.TryGetValue((column.PhysicalName, column.Type), out PartitionCodes? codes))
            {
                codes = PartitionCodes.TryRead(files, column.PhysicalName, column.Type);
                _partitions.Add((column.PhysicalName, column.Type), codes);
            }

            return codes;
        }
    }

    /// <summary>How many rows the files have by position, deleted ones included; -1 where the log does not say.</summary>
    public long[] GetRecordCounts()
    {
        lock (_reading)
        {
            if (_recordCounts is null)
            {
                Read(StatisticsLayout.None);
            }

            return _recordCounts!;
        }
    }

    private BoundsColumn[] Read(StatisticsLayout layout)
    {
        BoundsColumn[] columns = [.. layout.Columns.Select(column => BoundsColumn.For(column.Type, files.Length))];
        long[] recordCounts = new long[files.Length];
        int parts = (files.Length + PartLength - 1) / PartLength;
        if (parts <= 1)
        {
            Read(new StatisticsScanner(layout, columns, recordCounts), 0);
        }
        else
        {
            // The texts are megabytes; each processor reads some of them.
            Parallel.For(
                0,
                parts,
                new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, ReadersMax) },
                () => new StatisticsScanner(layout, columns, recordCounts),
                (part, _, scanner) => Read(scanner, part),
                static _ => { });
        }

        _recordCounts ??= recordCounts;
        return columns;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private StatisticsScanner Read(StatisticsScanner scanner, int part)
    {
        int end = Math.Min(statistics.Length, (part + 1) * PartLength);
        for (int position = part * PartLength; position < end; position++)
        {
            scanner.Read(position, statistics[position]);
        }

        return scanner;
    }
}
