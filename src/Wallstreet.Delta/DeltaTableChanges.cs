using Wallstreet.Delta.ChangeData;

namespace Wallstreet.Delta;

/// <summary>The ways to ask what changed between versions.</summary>
public static class DeltaTableChanges
{
    private static readonly ChangeOptions _defaults = new();

    /// <summary>Finds the files that tell what each version of a range did to rows: inserts, deletes, and both sides of
    /// updates. Nothing but the log is read.</summary>
    /// <remarks>Protocol sections "Change Data Files" and "Add CDC File".</remarks>
    /// <param name="table">The table.</param>
    /// <param name="range">Which versions.</param>
    /// <param name="options">How changes are found; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The plan, to be read with <see cref="Engine.IDataEngine.ReadChangesAsync"/>.</returns>
    /// <exception cref="VersionNotFoundException">A version of the range does not exist, or was cleaned up.</exception>
    /// <exception cref="ChangeDataException">The changes were not recorded, or cannot be told with one schema.</exception>
    public static ValueTask<ChangePlan> PlanChangesAsync(
        this DeltaTable table, ChangeRange range, ChangeOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(range);
        return new ChangePlanner(table, options ?? _defaults).PlanAsync(range, cancellationToken);
    }

    /// <summary>Finds the files that tell what each version of a range did to rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fromVersion">The first version.</param>
    /// <param name="toVersion">The last version; null for the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The plan, to be read with <see cref="Engine.IDataEngine.ReadChangesAsync"/>.</returns>
    /// <exception cref="VersionNotFoundException">A version of the range does not exist, or was cleaned up.</exception>
    /// <exception cref="ChangeDataException">The changes were not recorded, or cannot be told with one schema.</exception>
    public static ValueTask<ChangePlan> PlanChangesAsync(
        this DeltaTable table, long fromVersion, long? toVersion, CancellationToken cancellationToken) =>
        table.PlanChangesAsync(ChangeRange.Versions(fromVersion, toVersion), null, cancellationToken);
}
