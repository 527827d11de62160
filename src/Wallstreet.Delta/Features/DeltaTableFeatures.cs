using Wallstreet.Delta.Alterations;

namespace Wallstreet.Delta.Features;

/// <summary>Changes a table's properties and features.</summary>
public static class DeltaTableFeatures
{
    /// <summary>Sets properties; see <see cref="PropertyAlterations.Set"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="properties">The properties.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="TablePropertyException">A property is not known, or cannot have its value.</exception>
    public static ValueTask<CommittedVersion> SetPropertiesAsync(
        this DeltaTable table, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => PropertyAlterations.Set(snapshot, properties), cancellationToken);

    /// <summary>Takes properties away; see <see cref="PropertyAlterations.Unset"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="keys">The properties.</param>
    /// <param name="ifExists">Whether one that is not set is fine.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="TablePropertyException">One is not set, or belongs to the table itself.</exception>
    public static ValueTask<CommittedVersion> UnsetPropertiesAsync(
        this DeltaTable table, IReadOnlyCollection<string> keys, bool ifExists, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => PropertyAlterations.Unset(snapshot, keys, ifExists), cancellationToken);

    /// <summary>Gives a table features, or names those that its protocol's version implies one by one. There is no way back
    /// but dropping a feature.</summary>
    /// <param name="table">The table.</param>
    /// <param name="features">The features; none to name only those that the table has.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="UnsupportedFeatureException">A feature is not known.</exception>
    public static ValueTask<CommittedVersion> UpgradeProtocolAsync(
        this DeltaTable table, IReadOnlyCollection<string> features, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => PropertyAlterations.Upgrade(snapshot, features), cancellationToken);

    /// <summary>Takes a feature away, so that programs which do not know it can use the table again. What in the table
    /// makes use of it must be gone: files are not written anew here, which <c>QueryEngine.DropFeatureAsync</c> does.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="feature">The feature's name.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="FeatureInUseException">The table makes use of the feature.</exception>
    public static ValueTask<CommittedVersion> DropFeatureAsync(
        this DeltaTable table, string feature, CancellationToken cancellationToken) =>
        table.DropFeatureAsync(feature, new DropFeatureRequest(), cancellationToken);

    /// <summary>Takes a feature away, so that programs which do not know it can use the table again. What in the table
    /// makes use of it must be gone: files are not written anew here, which <c>QueryEngine.DropFeatureAsync</c> does.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="feature">The feature's name.</param>
    /// <param name="request">What becomes of the past.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="FeatureInUseException">The table makes use of the feature, or its past does and is too young to be
    /// cut off.</exception>
    public static ValueTask<CommittedVersion> DropFeatureAsync(
        this DeltaTable table, string feature, DropFeatureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(request);
        return new FeatureRemoval(table, feature, request).RunAsync(cancellationToken);
    }

    /// <summary>The first step of dropping a feature: what cannot succeed is refused, and the property that turns the
    /// feature on is set to off, so that no writer uses it any more. What uses it in files can be written anew after that.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="feature">The feature's name.</param>
    /// <param name="request">What becomes of the past.</param>
    /// <param name="cancellationToken">Gives up; the property may still have been set.</param>
    /// <returns>The feature's own way of writing its name.</returns>
    /// <exception cref="FeatureInUseException">The table does not have the feature, or another one needs it.</exception>
    public static async ValueTask<string> PrepareDropFeatureAsync(
        this DeltaTable table, string feature, DropFeatureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(request);
        FeatureRemoval removal = new(table, feature, request);
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        string name = removal.Require(snapshot);
        await removal.SwitchOffAsync(snapshot, name, cancellationToken).ConfigureAwait(false);
        return name;
    }

    /// <summary>The features that a table has.</summary>
    /// <param name="snapshot">A version of the table.</param>
    /// <returns>The features, by name.</returns>
    public static IReadOnlyList<FeatureState> FindFeatures(this Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return
        [
            .. ProtocolUpgrade.Of(snapshot.Protocol).Order(StringComparer.Ordinal).Select(name =>
                new FeatureState(name, FeatureCatalog.IsForReaders(name), FeatureTraces.Find(snapshot, name))),
        ];
    }
}
