using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta;

/// <summary>A table as of one version. It never changes, and may be used by several readers at once.</summary>
public sealed class Snapshot
{
    private readonly Lazy<long?> _rowCount;

    internal Snapshot(TableState state, DateTimeOffset timestamp)
    {
        ProtocolGate.RequireReadable(state.Protocol, state.Metadata);
        State = state;
        Timestamp = timestamp;
        Schema = state.Metadata.Schema;
        PartitionFields = [.. state.Metadata.PartitionColumns.Select(FindPartitionColumn)];
        _rowCount = new Lazy<long?>(CountRows);
    }

    /// <summary>The version, from 0.</summary>
    public long Version => State.Version;

    /// <summary>When the version was committed. Later versions have later times.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>What a program must know to read or write the table.</summary>
    public Protocol Protocol => State.Protocol;

    /// <summary>The table's identity, schema and properties.</summary>
    public Metadata Metadata => State.Metadata;

    /// <summary>The columns, partition columns included.</summary>
    public StructType Schema { get; }

    /// <summary>The partition columns in order, by the names users see.</summary>
    public IReadOnlyList<string> PartitionColumns => Metadata.PartitionColumns;

    /// <summary>The partition columns with their types and their names in the log.</summary>
    public IReadOnlyList<PartitionColumn> PartitionFields { get; }

    /// <summary>How columns are found in data files.</summary>
    public ColumnMappingMode ColumnMapping => Metadata.ColumnMapping;

    /// <summary>How many files the version has.</summary>
    public long FileCount => State.Files.Count;

    /// <summary>The size of all files.</summary>
    public long SizeBytes => State.Files.SizeBytes;

    /// <summary>How many rows the version has, or <see langword="null"/> if a file does not say.</summary>
    public long? RowCount => _rowCount.Value;

    /// <summary>The files of the version.</summary>
    public IReadOnlyCollection<AddFile> Files => State.Files;

    /// <summary>The named configurations of the version.</summary>
    public IEnumerable<DomainMetadata> Domains => State.Domains.Values;

    internal TableState State { get; }

    /// <summary>Chooses the files that a read needs.</summary>
    /// <param name="filter">Leaves out files that cannot have a matching row; null reads all.</param>
    /// <returns>The plan.</returns>
    public ScanPlan PlanScan(Predicate? filter = null)
    {
        List<ScanFile> files = new ScanPlanner(Metadata, PartitionFields, filter).Plan(State.Files);
        return new ScanPlan(this, filter, files, State.Files.Count - files.Count);
    }

    /// <summary>Finds how far an application got.</summary>
    /// <param name="appId">The application's id.</param>
    /// <returns>Its version, or <see langword="null"/> if it never wrote.</returns>
    public long? FindApplicationVersion(string appId) =>
        State.Applications.TryGetValue(appId, out ApplicationTransaction? application) ? application.Version : null;

    /// <summary>Reads the statistics of a file of this version.</summary>
    /// <param name="file">The file.</param>
    /// <returns>The statistics, or <see langword="null"/> if it has none.</returns>
    public FileStatistics? FindStatistics(AddFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileStatistics.Parse(file.Statistics, Schema, ColumnMapping);
    }

    /// <summary>The same version as it would be with other metadata; for deciding on what comes after a change.</summary>
    internal Snapshot With(Metadata metadata, Protocol protocol) =>
        new(State with { Metadata = metadata, Protocol = protocol }, Timestamp);

    private PartitionColumn FindPartitionColumn(string name) => Schema.Find(name) is { } column
        ? new PartitionColumn(column.Name, column.GetPhysicalName(ColumnMapping), column.Type)
        : throw new DeltaLogException($"The partition column '{name}' is not in the table's schema.");

    /// <summary>Counts that no table can have are malformed statistics, which are never believed.</summary>
    private long? CountRows()
    {
        try
        {
            return Count() is >= 0 and var rows ? rows : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private long? Count()
    {
        FactsCache facts = State.Files.Facts;
        long[] counts = facts.GetRecordCounts();
        long rows = 0;
        for (int position = 0; position < facts.Length; position++)
        {
            if (State.Files.FindAt(position) is not { } file)
            {
                continue;
            }

            if (counts[position] < 0)
            {
                return null;
            }

            rows = checked(rows + counts[position] - (file.DeletionVector?.Cardinality ?? 0));
        }

        foreach (AddFile file in State.Files.Recent)
        {
            long? count = file.RawStatistics.IsEmpty
                ? null
                : StatisticsLayout.None.Read(file.RawStatistics.ToBytes())?.RecordCount;
            if (count is null)
            {
                return null;
            }

            rows = checked(rows + count.Value - (file.DeletionVector?.Cardinality ?? 0));
        }

        return rows;
    }
}
