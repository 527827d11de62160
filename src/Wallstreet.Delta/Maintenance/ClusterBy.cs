using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Maintenance;

/// <summary>Sets the columns that a table is clustered by. Files that are there stay as they are until OPTIMIZE. Protocol
/// section "Clustered Table".</summary>
internal sealed class ClusterBy(DeltaTable table, IReadOnlyList<ColumnPath> columns, CommitOptions? commit)
{
    /// <summary>The reference implementation's limit: each further column weakens the others.</summary>
    private const int ColumnsMax = 4;

    public async ValueTask<CommittedVersion?> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        RequireClusterable(snapshot);
        IReadOnlyList<ColumnPath>? before = ClusteringColumns.Find(snapshot);
        if ((before ?? []).SequenceEqual(columns) && (before is not null || columns.Count == 0))
        {
            return null;
        }

        Protocol needed = ProtocolUnion.Of(
            snapshot.Protocol,
            new Protocol(1, 7) { WriterFeatures = [TableFeatures.Clustering, TableFeatures.DomainMetadata] });
        TableChange change = new(snapshot)
        {
            NewProtocol = needed == snapshot.Protocol ? null : needed,
            Domains = [ClusteringColumns.ToDomain(snapshot.Metadata, columns)],
        };
        return await table.CommitAsync(change, Describe(before), cancellationToken).ConfigureAwait(false);
    }

    private void RequireClusterable(Snapshot snapshot)
    {
        if (snapshot.PartitionColumns.Count > 0)
        {
            throw new SchemaMismatchException(
                $"The table is partitioned by {string.Join(", ", snapshot.PartitionColumns)}, and a table has either partitions or "
                + "clustering. Write its rows to a table without partitions.");
        }

        if (columns.Count > ColumnsMax || columns.Distinct().Count() < columns.Count)
        {
            throw new SchemaMismatchException(
                $"A table is clustered by at most {ColumnsMax} columns, each once; {columns.Count} were given.");
        }

        HashSet<ColumnPath> measured = [.. StatisticsColumns.Select(snapshot.Metadata)];
        foreach (ColumnPath column in columns)
        {
            StructField field = column.FindIn(snapshot.Schema)
                ?? throw new SchemaMismatchException($"The table has no column '{column}' to be clustered by.");
            if (!ClusteringColumns.IsOrdered(field.Type))
            {
                throw new SchemaMismatchException(
                    $"A table cannot be clustered by '{column}': its type {field.Type} has no order that files could be skipped by.");
            }

            if (!measured.Contains(column))
            {
                throw new SchemaMismatchException(
                    $"A table cannot be clustered by '{column}', because files keep no statistics of it and could not be skipped. "
                    + "Name it in the table's property delta.dataSkippingStatsColumns, or raise delta.dataSkippingNumIndexedCols.");
            }
        }
    }

    private CommitOptions Describe(IReadOnlyList<ColumnPath>? before) => (commit ?? new CommitOptions("CLUSTER BY")) with
    {
        Operation = "CLUSTER BY",
        OperationParameters = new Dictionary<string, string>
        {
            ["oldClusteringColumns"] = string.Join(',', before ?? []),
            ["newClusteringColumns"] = string.Join(',', columns),
        },
    };
}
