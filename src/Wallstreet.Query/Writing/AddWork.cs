using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Writing;

/// <summary>Adds rows; whole files may go for them, which nobody has to read: all, or those of the new rows' partitions.</summary>
internal sealed class AddWork(WriteQuery write, WriteWork work, Snapshot? snapshot)
{
    /// <summary>Beyond so many partitions, the change counts as one that read the whole table.</summary>
    private const int PartitionsMax = 1000;

    public async Task<WriteChanges> RunAsync(string query, CancellationToken cancellationToken)
    {
        (IReadOnlyList<AddFile> adds, long rows) = await work.CopyAsync(query, cancellationToken).ConfigureAwait(false);
        var changes = new WriteChanges { Adds = adds, RowsGiven = rows };
        return (write.Mode, snapshot) switch
        {
            (WriteMode.Overwrite, { } before) => changes with { Removes = [.. before.Files], ReadsWholeTable = true },
            (WriteMode.OverwritePartitions, { } before) => ReplacePartitions(changes, before),
            _ => changes,
        };
    }

    private WriteChanges ReplacePartitions(WriteChanges changes, Snapshot before)
    {
        Predicate[] partitions = [.. changes.Adds
            .Select(file => before.PartitionFields.Select(
                field => file.PartitionValues.GetValueOrDefault(field.PhysicalName)).ToArray())
            .DistinctBy(static values => string.Join('\0', values.Select(static value => value is null ? "-" : "+" + value)))
            .Select(values => Predicate.AllOf(
                [.. before.PartitionFields.Zip(values, (field, value) => Partition(field, value))]))];
        if (partitions.Length == 0)
        {
            return changes;
        }

        Predicate any = Predicate.AnyOf(partitions);
        return changes with
        {
            Removes = [.. before.PlanScan(any).Files.Select(static file => file.Add)],
            ReadPredicate = partitions.Length > PartitionsMax ? null : any,
            ReadsWholeTable = partitions.Length > PartitionsMax,
        };
    }

    private Predicate Partition(PartitionColumn column, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return new Predicate.IsNull(column.Name);
        }

        return Predicate.Equal(column.Name, Literal.Of(value).TryCast(column.Type) ?? throw new SchemaMismatchException(
            $"The value {value} is none of the partition column {column.Name} of {work.Table} ({column.Type.DisplayName})."));
    }
}
