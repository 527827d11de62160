using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;

namespace Wallstreet.Delta.Features;

/// <summary>
/// Takes a feature from a table, in the steps of the reference implementation: properties that turn it on are set to off,
/// so that no writer uses it any more; nothing in the table may use it then. Where readers must know the feature and the
/// past used it, checkpoints hide that from those who do not, or the past is cut off. Then the protocol goes down.
/// </summary>
internal sealed class FeatureRemoval(DeltaTable table, string feature, DropFeatureRequest request)
{
    /// <summary>The properties that turn a feature on, with what turns it off.</summary>
    private static readonly Dictionary<string, (string Key, string Off)> _switches = new(StringComparer.Ordinal)
    {
        [TableFeatures.AppendOnly] = ("delta.appendOnly", "false"),
        [TableFeatures.ChangeDataFeed] = ("delta.enableChangeDataFeed", "false"),
        [TableFeatures.DeletionVectors] = ("delta.enableDeletionVectors", "false"),
        [TableFeatures.RowTracking] = ("delta.enableRowTracking", "false"),
        [TableFeatures.InCommitTimestamp] = ("delta.enableInCommitTimestamps", "false"),
        [TableFeatures.TypeWidening] = ("delta.enableTypeWidening", "false"),
        [TableFeatures.TypeWideningPreview] = ("delta.enableTypeWidening", "false"),
        [TableFeatures.V2Checkpoint] = ("delta.checkpointPolicy", "classic"),
    };

    /// <summary>Refuses what can be refused before anything is changed.</summary>
    /// <returns>The feature's own way of writing its name.</returns>
    /// <exception cref="FeatureInUseException">The table does not have the feature, or another one needs it.</exception>
    public string Require(Snapshot snapshot)
    {
        string name = RequirePresent(snapshot);
        string? dependent = ProtocolUpgrade.Of(snapshot.Protocol).FirstOrDefault(
            other => other != name && FeatureCatalog.WithRequired(other).Contains(name));
        if (dependent is not null)
        {
            throw new FeatureInUseException(
                name, $"The feature '{name}' cannot be dropped: the feature '{dependent}' needs it. Drop that first.");
        }

        if (name == TableFeatures.CheckpointProtection && !request.TruncateHistory && IsProtected(snapshot))
        {
            throw new FeatureInUseException(
                name,
                $"The feature '{name}' cannot be dropped: it keeps the checkpoints before version "
                + $"{CheckpointProtection.VersionOf(snapshot.Protocol, snapshot.Metadata)}, behind which lie features that were dropped. "
                + "Cut that past off: drop it with --truncate-history (DropFeatureRequest.TruncateHistory).");
        }

        return name;
    }

    /// <summary>Sets the property that turns the feature on to off, so that nobody uses it any more.</summary>
    public async ValueTask SwitchOffAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        if (_switches.TryGetValue(name, out (string Key, string Off) property)
            && snapshot.Metadata.FindProperty(property.Key) is { } value && !value.Equals(property.Off, StringComparison.OrdinalIgnoreCase))
        {
            await table.SetPropertiesAsync(
                new Dictionary<string, string> { [property.Key] = property.Off }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="FeatureInUseException">The table, or its past, makes use of the feature.</exception>
    public async ValueTask<CommittedVersion> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        string name = Require(snapshot);
        await SwitchOffAsync(snapshot, name, cancellationToken).ConfigureAwait(false);
        snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        Decide(snapshot, name);
        bool protects = await LeavePastAsync(snapshot, name, cancellationToken).ConfigureAwait(false);
        CommittedVersion? dropped = await table.TryAlterAsync(
            async (latest, token) =>
            {
                Require(latest);
                Alteration alteration = Decide(latest, name);
                await RequirePastAsync(latest, name, protects, token).ConfigureAwait(false);
                return protects ? Protect(alteration) : alteration;
            },
            request.Commit,
            cancellationToken).ConfigureAwait(false);
        if (protects)
        {
            await table.TryWriteCheckpointAsync(dropped!.Version, cancellationToken).ConfigureAwait(false);
        }

        return dropped!;
    }

    /// <summary>Sees to it that the past is no hindrance.</summary>
    /// <returns>Whether it must be kept behind its checkpoints.</returns>
    private async ValueTask<bool> LeavePastAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        bool hinders = name == TableFeatures.CheckpointProtection
            ? await IsPastLeftAsync(snapshot, cancellationToken).ConfigureAwait(false)
            : FeatureHistory.Matters(name)
                && await new FeatureHistory(table, name).FindUseAsync(snapshot, cancellationToken).ConfigureAwait(false) is not null;
        if (!hinders)
        {
            return false;
        }

        var barrier = new HistoryBarrier(table);
        if (request.TruncateHistory)
        {
            await barrier.TruncateAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        await barrier.BuildAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Readers that do not know the feature must be able to read every version that is left, or be kept from it.
    /// </summary>
    private async ValueTask RequirePastAsync(Snapshot latest, string name, bool protects, CancellationToken cancellationToken)
    {
        if (name == TableFeatures.CheckpointProtection)
        {
            if (await IsPastLeftAsync(latest, cancellationToken).ConfigureAwait(false))
            {
                throw Past(name, CheckpointProtection.VersionOf(latest.Protocol, latest.Metadata) - 1, latest);
            }
        }
        else if (FeatureHistory.Matters(name) && !protects
            && await new FeatureHistory(table, name).FindUseAsync(latest, cancellationToken).ConfigureAwait(false) is { } version)
        {
            throw Past(name, version, latest);
        }
    }

    private async ValueTask<bool> IsPastLeftAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        CheckpointProtection.VersionOf(snapshot.Protocol, snapshot.Metadata) is > 0 and { } open
        && await new FeatureHistory(table, feature).FindEarliestAsync(snapshot, cancellationToken).ConfigureAwait(false) < open;

    private static bool IsProtected(Snapshot snapshot) =>
        CheckpointProtection.VersionOf(snapshot.Protocol, snapshot.Metadata) > 0;

    private string RequirePresent(Snapshot snapshot)
    {
        string? name = ProtocolUpgrade.Of(snapshot.Protocol)
            .FirstOrDefault(known => known.Equals(feature, StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            throw new FeatureInUseException(
                feature,
                $"The table does not have the feature '{feature}'. It has {string.Join(", ", ProtocolUpgrade.Of(snapshot.Protocol).Order(StringComparer.Ordinal))}.");
        }

        return snapshot.Protocol.WriterFeatures is not null
            ? name
            : throw new FeatureInUseException(
                feature,
                $"The feature '{name}' comes with the table's writer version {snapshot.Protocol.MinWriterVersion}. Name the features one by "
                + "one first (`wallstreet table features T upgrade`), then drop it.");
    }

    private Alteration Decide(Snapshot snapshot, string name)
    {
        bool tracks = name == TableFeatures.RowTracking;
        if (FeatureTraces.Find(snapshot, name) is { } use && !tracks)
        {
            throw new FeatureInUseException(name, $"The feature '{name}' cannot be dropped: {use}.");
        }

        Metadata metadata = name switch
        {
            TableFeatures.RowTracking => WithoutRowIds(snapshot.Metadata),
            TableFeatures.CheckpointProtection => CheckpointProtection.None(snapshot.Metadata),
            _ => snapshot.Metadata,
        };
        return new Alteration(snapshot, metadata, ProtocolUpgrade.Without(snapshot.Protocol, name), "DROP FEATURE")
        {
            Parameters = new Dictionary<string, string>
            {
                ["featureName"] = name,
                ["truncateHistory"] = request.TruncateHistory ? "true" : "false",
            },
            Renewed = tracks
                ? [.. snapshot.Files.Where(static file => file.BaseRowId is not null)
                    .Select(static file => file with { BaseRowId = null, DefaultRowCommitVersion = null, DataChange = false })]
                : [],
            ReadsWholeTable = tracks,
        };
    }

    private static Alteration Protect(Alteration alteration) => alteration with
    {
        Protocol = ProtocolUpgrade.WithFeatures(alteration.Protocol, TableFeatures.CheckpointProtection),
        ProtectsCheckpoints = true,
    };

    private static Metadata WithoutRowIds(Metadata metadata) => metadata with
    {
        Configuration = metadata.Configuration.Where(static pair =>
                !pair.Key.StartsWith("delta.rowTracking.", StringComparison.Ordinal) && pair.Key != "delta.enableRowTracking")
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
    };

    private FeatureInUseException Past(string name, long version, Snapshot snapshot)
    {
        string how = request.TruncateHistory
            ? FormattableString.Invariant($"Versions stay for {HistoryBarrier.RetentionOf(snapshot)} (delta.dropFeatureTruncateHistory.retentionDuration) ")
                + "after they were committed: wait that long and drop the feature again, in the same way."
            : "Drop it again: another writer was in between.";
        return new FeatureInUseException(
            name,
            FormattableString.Invariant($"The feature '{name}' cannot be dropped yet: nothing uses it any more, but version {version} did, and ")
            + $"programs that do not know the feature could not read it. {how}");
    }
}
