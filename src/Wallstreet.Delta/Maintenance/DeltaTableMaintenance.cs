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
}
