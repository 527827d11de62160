using Wallstreet.Delta.Maintenance.Cleanup;
using Wallstreet.Delta.Maintenance.Versions;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance;

/// <summary>What keeps tables small, whole and quick to open, as far as it needs no SQL.</summary>
public static class DeltaTableMaintenance
{
    /// <summary>Deletes files that no version within the retention needs: data files, deletion vectors, change data, and
    /// what failed writes left. Versions older than the retention can then no longer be read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told about files found and deleted; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; files that nobody needs may be gone already.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="UnsafeRetentionException">The retention is shorter than the table's.</exception>
    /// <exception cref="UnsupportedFeatureException">The table has a feature that this version cannot write.</exception>
    /// <exception cref="DeltaLogException">A lite vacuum needs commits that were cleaned up.</exception>
    /// <remarks>Files are judged by the time that the store says they were written, so the clocks of the store and of this
    /// machine should agree within much less than the retention. Shallow clones of the table need its files, and the table
    /// does not know them: a clone of a version that is older than the retention loses files.</remarks>
    public static ValueTask<VacuumResult> VacuumAsync(this DeltaTable table, VacuumRequest request,
        IProgress<VacuumProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(request);
        return new Vacuum(table, request, progress).RunAsync(cancellationToken);
    }

    /// <summary>Makes an earlier version's rows, schema and properties the newest again. Nothing of the history is lost: it
    /// is a commit of its own, and can be restored from in turn. The protocol is never taken back.</summary>
    /// <param name="table">The table.</param>
    /// <param name="request">Which version.</param>
    /// <param name="cancellationToken">Gives up; the version may still have been restored.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="VersionNotFoundException">There is no such version, or it was cleaned up.</exception>
    /// <exception cref="DataFileException">Files of the version are gone; nothing was changed.</exception>
    /// <exception cref="ConstraintViolationException">The table is append-only.</exception>
    /// <exception cref="ConcurrentModificationException">Another writer committed meanwhile.</exception>
    public static ValueTask<RestoreResult> RestoreAsync(
        this DeltaTable table, RestoreRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(request);
        return new Restore(table, request).RunAsync(cancellationToken);
    }

    /// <summary>Makes a table of a version of this one without copying files: the clone names this table's files. Writes to
    /// either do not touch the other, but VACUUM of this table does not know what the clone needs.</summary>
    /// <param name="table">The source.</param>
    /// <param name="target">Where the clone is to be; in the same kind of store, beside the source.</param>
    /// <param name="request">Which version.</param>
    /// <param name="cancellationToken">Gives up; the clone may still have been made.</param>
    /// <returns>The clone.</returns>
    /// <exception cref="TableAlreadyExistsException">There is a table, or the two would lie in one folder.</exception>
    /// <exception cref="DataFileException">Files of the version are gone, or the clone could not reach them.</exception>
    /// <exception cref="Features.TablePropertyException">A property cannot be what the request says, or would change how columns
    /// are found in the files that the two share.</exception>
    public static ValueTask<DeltaTable> CloneAsync(
        this DeltaTable table, IObjectStore target, CloneRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(request);
        return new Clone(table, target, request).RunAsync(cancellationToken);
    }

    /// <summary>Deletes commits and checkpoints that are older than the table's property <c>delta.logRetentionDuration</c> (30
    /// days by default), as far as no kept version needs them. Commits do so themselves now and then, unless
    /// <c>delta.enableExpiredLogCleanup</c> is false.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Gives up; some files may be gone already.</param>
    /// <returns>How many files were deleted.</returns>
    public static async ValueTask<int> CleanLogAsync(this DeltaTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        Snapshot latest = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        Transactions.ProtocolGate.RequireWritable(latest.Protocol, latest.Metadata);
        return await new LogCleanup(table).RunAsync(latest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what a range of commits comes to as one file, which readers use in the place of the commits.</summary>
    /// <param name="table">The table.</param>
    /// <param name="from">The first version.</param>
    /// <param name="to">The last version, after the first; at most 10,000 later.</param>
    /// <param name="cancellationToken">Gives up; the table can be read as before.</param>
    /// <returns>A task that ends when the file is there.</returns>
    /// <exception cref="DeltaLogException">A commit of the range is not there.</exception>
    public static async ValueTask CompactLogAsync(
        this DeltaTable table, long from, long to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        Snapshot latest = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        Transactions.ProtocolGate.RequireWritable(latest.Protocol, latest.Metadata);
        await new LogCompaction(table).RunAsync(from, to, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the columns that the table is clustered by, upgrading its protocol if need be. No file is rewritten:
    /// OPTIMIZE lays files out, those first that are new.</summary>
    /// <param name="table">The table; one without partitions.</param>
    /// <param name="columns">At most four columns that files keep statistics of; none takes the clustering off.</param>
    /// <param name="commit">User metadata and engine of the commit; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; the columns may still have been set.</param>
    /// <returns>The version with the columns; null if the table is clustered so already.</returns>
    /// <exception cref="SchemaMismatchException">The table cannot be clustered by these columns.</exception>
    public static ValueTask<CommittedVersion?> ClusterByAsync(this DeltaTable table, IReadOnlyList<ColumnPath> columns,
        CommitOptions? commit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return new ClusterBy(table, columns, commit).RunAsync(cancellationToken);
    }
}
