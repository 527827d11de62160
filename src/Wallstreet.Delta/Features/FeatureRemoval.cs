using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Log;

namespace Wallstreet.Delta.Features;

/// <summary>
/// Takes a feature from a table, in the steps of the reference implementation: properties that turn it on are set to off,
/// so that no writer uses it any more; nothing in the table may use it then; and for features that readers must know,
/// nothing in the versions that can still be read. Then the protocol goes down.
/// </summary>
internal sealed class FeatureRemoval(DeltaTable table, string feature)
{
    private const int ReadsInFlight = 16;

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

    /// <exception cref="FeatureInUseException">The table, or its past, makes use of the feature.</exception>
    public async ValueTask<CommittedVersion> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        string name = RequirePresent(snapshot);
        if (_switches.TryGetValue(name, out (string Key, string Off) property)
            && FeatureTraces.FindInMetadata(snapshot.Metadata, name) is not null
            && snapshot.Metadata.FindProperty(property.Key) is { } value && !value.Equals(property.Off, StringComparison.OrdinalIgnoreCase))
        {
            await table.SetPropertiesAsync(
                new Dictionary<string, string> { [property.Key] = property.Off }, cancellationToken).ConfigureAwait(false);
        }

        return await table.AlterAsync(
            async (latest, token) =>
            {
                RequirePresent(latest);
                Alteration alteration = Decide(latest, name);
                if (FeatureCatalog.IsForReaders(name))
                {
                    await RequireNoHistoryAsync(latest, name, token).ConfigureAwait(false);
                }

                return alteration;
            },
            cancellationToken).ConfigureAwait(false);
    }

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

    private static Alteration Decide(Snapshot snapshot, string name)
    {
        string? dependent = ProtocolUpgrade.Of(snapshot.Protocol).FirstOrDefault(
            other => other != name && FeatureCatalog.WithRequired(other).Contains(name));
        if (dependent is not null)
        {
            throw new FeatureInUseException(
                name, $"The feature '{name}' cannot be dropped: the feature '{dependent}' needs it. Drop that first.");
        }

        bool tracks = name == TableFeatures.RowTracking;
        if (FeatureTraces.Find(snapshot, name) is { } use && !tracks)
        {
            throw new FeatureInUseException(name, $"The feature '{name}' cannot be dropped: {use}.");
        }

        return new Alteration(
            snapshot, tracks ? WithoutRowIds(snapshot.Metadata) : snapshot.Metadata, ProtocolUpgrade.Without(snapshot.Protocol, name),
            "DROP FEATURE")
        {
            Parameters = new Dictionary<string, string> { ["featureName"] = name },
            Renewed = tracks
                ? [.. snapshot.Files.Where(static file => file.BaseRowId is not null)
                    .Select(static file => file with { BaseRowId = null, DefaultRowCommitVersion = null, DataChange = false })]
                : [],
            ReadsWholeTable = tracks,
        };
    }

    private static Metadata WithoutRowIds(Metadata metadata) => metadata with
    {
        Configuration = metadata.Configuration.Where(static pair =>
                !pair.Key.StartsWith("delta.rowTracking.", StringComparison.Ordinal) && pair.Key != "delta.enableRowTracking")
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
    };

    /// <summary>Readers that do not know the feature must be able to read every version that is left.</summary>
    private async ValueTask RequireNoHistoryAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        if (name == TableFeatures.VacuumProtocolCheck)
        {
            return;
        }

        LogReader reader = new(table.Store, ReadsInFlight);
        List<LogFile> files = await reader.ListAsync(0, cancellationToken).ConfigureAwait(false);
        long first = files.Where(static file => file.Kind == LogFileKind.Commit).Select(static file => file.Version).DefaultIfEmpty(snapshot.Version).Min();
        LogFile? checkpoint = files.Find(static file => file.Kind is not (LogFileKind.Commit or LogFileKind.Checksum));
        if (name == TableFeatures.V2Checkpoint && checkpoint is not null && files.Any(IsNewCheckpoint))
        {
            throw Past(name, files.First(IsNewCheckpoint).Version, snapshot);
        }

        if (first > 0 && checkpoint is not null
            && FeatureTraces.Find(await table.GetSnapshotAsync(Math.Max(first, checkpoint.Version), cancellationToken).ConfigureAwait(false), name) is not null)
        {
            throw Past(name, Math.Max(first, checkpoint.Version), snapshot);
        }

        for (long version = snapshot.Version; version >= first; version--)
        {
            CommitActions? commit = await reader.TryReadAsync(version, false, cancellationToken).ConfigureAwait(false);
            if (commit is not null && FeatureTraces.IsIn(commit, name))
            {
                throw Past(name, version, snapshot);
            }
        }
    }

    private static bool IsNewCheckpoint(LogFile file) => file.Kind == LogFileKind.UuidCheckpoint;

    private static FeatureInUseException Past(string name, long version, Snapshot snapshot) => new(
        name,
        FormattableString.Invariant($"The feature '{name}' cannot be dropped yet: nothing uses it any more, but version {version} did, and ")
        + "readers that do not know the feature could not read it. Wait until the log's retention "
        + $"({snapshot.Metadata.FindProperty("delta.logRetentionDuration") ?? "30 days"}, delta.logRetentionDuration) has passed and the log is "
        + "cleaned up, or shorten it, then drop the feature again.");
}
