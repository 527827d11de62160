using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;

namespace Wallstreet.Delta.Features;

/// <summary>What the versions that can still be read say of a feature.</summary>
internal sealed class FeatureHistory(DeltaTable table, string feature)
{
    /// <summary>Features of readers leave traces that those who do not know them cannot read.</summary>
    public static bool Matters(string feature) =>
        FeatureCatalog.IsForReaders(feature) && feature != TableFeatures.VacuumProtocolCheck;

    /// <summary>The newest version that makes use of the feature; <see langword="null"/> if none does.</summary>
    public async ValueTask<long?> FindUseAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        List<LogFile> files = await table.Log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        if (feature == TableFeatures.V2Checkpoint && files.FindLast(static file => file.Kind == LogFileKind.UuidCheckpoint) is { } v2)
        {
            return v2.Version;
        }

        long first = Earliest(files, snapshot);
        for (long version = snapshot.Version; version >= first; version--)
        {
            CommitActions? commit = await table.Log.TryReadAsync(version, false, cancellationToken).ConfigureAwait(false);
            if (commit is not null && FeatureTraces.IsIn(commit, feature))
            {
                return version;
            }
        }

        return await FindInCheckpointAsync(files, first, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The oldest version of which the log knows anything.</summary>
    public async ValueTask<long> FindEarliestAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        List<LogFile> files = await table.Log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        return files.Where(static file => file.Kind is not (LogFileKind.Checksum or LogFileKind.Compaction))
            .Select(static file => file.Version).DefaultIfEmpty(snapshot.Version).Min();
    }

    private static long Earliest(List<LogFile> files, Snapshot snapshot) => files
        .Where(static file => file.Kind == LogFileKind.Commit).Select(static file => file.Version)
        .DefaultIfEmpty(snapshot.Version).Min();

    /// <summary>What came before the first commit is in the checkpoint before it.</summary>
    private async ValueTask<long?> FindInCheckpointAsync(
        List<LogFile> files, long first, CancellationToken cancellationToken)
    {
        LogFile? checkpoint = files.Find(static file => file.Kind is not (LogFileKind.Commit or LogFileKind.Checksum));
        if (first == 0 || checkpoint is null)
        {
            return null;
        }

        Snapshot oldest = await table.GetSnapshotAsync(Math.Max(first, checkpoint.Version), cancellationToken).ConfigureAwait(false);
        return FeatureTraces.Find(oldest, feature) is null ? null : oldest.Version;
    }
}
