using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>The table that files are written for, which may be one that their commit makes.</summary>
internal sealed class FileTarget
{
    public FileTarget(DeltaTable table, Snapshot snapshot)
        : this(table.Store, snapshot.Metadata, snapshot.PartitionFields)
    {
    }

    public FileTarget(IObjectStore store, Metadata metadata)
        : this(store, metadata, [.. metadata.PartitionColumns.Select(name => FindColumn(metadata, name))])
    {
    }

    private FileTarget(IObjectStore store, Metadata metadata, IReadOnlyList<PartitionColumn> partitions)
    {
        Store = store;
        Metadata = metadata;
        Schema = metadata.Schema;
        PartitionFields = partitions;
    }

    public IObjectStore Store { get; }

    public Metadata Metadata { get; }

    public StructType Schema { get; }

    public ColumnMappingMode ColumnMapping => Metadata.ColumnMapping;

    public IReadOnlyList<PartitionColumn> PartitionFields { get; }

    private static PartitionColumn FindColumn(Metadata metadata, string name) => metadata.Schema.Find(name) is { } column
        ? new PartitionColumn(column.Name, column.GetPhysicalName(metadata.ColumnMapping), column.Type)
        : throw new SchemaMismatchException(
            $"The partition column '{name}' is not among the columns of the table. Add it, or leave it out of the partition columns.");
}
