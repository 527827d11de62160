using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance.Versions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance;

/// <summary>Sets the columns that a table is clustered by. Files that are there stay as they are until OPTIMIZE. Protocol
/// section "Clustered Table".</summary>
internal sealed class ClusterBy(DeltaTable table, IReadOnlyList<ColumnPath> columns, CommitOptions? commit)
{
    public async ValueTask<CommittedVersion?> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        ClusteringColumns.RequireClusterable(snapshot.Metadata, columns);
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
