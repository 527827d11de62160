using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Query.Writing;

/// <summary>The table that a write goes to, which may not exist yet.</summary>
internal sealed record TargetTable(IObjectStore Store, DeltaTable? Table, Snapshot? Snapshot)
{
    public Metadata? Metadata => Snapshot?.Metadata;

    public static async ValueTask<TargetTable> OpenAsync(
        ITableCatalog catalog, WriteQuery write, CancellationToken cancellationToken)
    {
        DeltaTable? table = write.Target ?? (write.Store is not null ? null : await catalog.FindTableAsync(write.Table, cancellationToken).ConfigureAwait(false));
        if (table is null && !write.CreateIfMissing)
        {
            throw new TableNotFoundException(write.Table, $"There is no table {write.Table} to write to.");
        }

        IObjectStore store = table?.Store ?? write.Store ?? catalog.OpenStore(write.Table);
        Snapshot? snapshot = table is null
            ? null
            : await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        return new TargetTable(store, table, snapshot);
    }
}
