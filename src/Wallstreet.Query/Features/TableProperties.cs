using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Features;

/// <summary>Changes properties of tables, those too for which files must be written anew.</summary>
public static class TableProperties
{
    private const string MappingKey = "delta.columnMapping.mode";

    /// <summary>Sets properties. To take column mapping off (<c>delta.columnMapping.mode = none</c>), all files are written anew
    /// in a commit of its own, after it is sure that the other properties can be set.</summary>
    /// <param name="engine">The engine that writes files.</param>
    /// <param name="table">The table.</param>
    /// <param name="properties">The properties.</param>
    /// <param name="progress">Told about files that are written anew; null for nobody.</param>
    /// <param name="commit">User metadata and engine of the commits; operation and parameters are filled in. Null for the
    /// defaults.</param>
    /// <param name="cancellationToken">Gives up; the table is then as it was, or as it should be.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="TablePropertyException">A property is not known, or cannot have its value.</exception>
    /// <exception cref="ConcurrentModificationException">Other writers were in the way again and again.</exception>
    public static async ValueTask<CommittedVersion> SetPropertiesAsync(this QueryEngine engine, DeltaTable table,
        IReadOnlyDictionary<string, string> properties, IProgress<OptimizeProgress>? progress = null, CommitOptions? commit = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(properties);
        Dictionary<string, string> others = properties
            .Where(static pair => !IsMappingOff(pair.Key, pair.Value)).ToDictionary(StringComparer.Ordinal);
        if (others.Count < properties.Count)
        {
            Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            _ = PropertyAlterations.Set(snapshot, others);
            CommittedVersion? removed = await engine.Features.RemoveColumnMappingAsync(table, commit, progress, cancellationToken)
                .ConfigureAwait(false);
            if (removed is not null && others.Count == 0)
            {
                return removed;
            }

            properties = removed is null ? properties : others;
        }

        return (await table.TryAlterAsync(
            (now, _) => ValueTask.FromResult<Alteration?>(PropertyAlterations.Set(now, properties)), commit, cancellationToken)
            .ConfigureAwait(false))!;
    }

    private static bool IsMappingOff(string key, string value) =>
        key.Equals(MappingKey, StringComparison.OrdinalIgnoreCase) && value.Equals("none", StringComparison.OrdinalIgnoreCase);
}
