using Wallstreet.Delta.Maintenance.Cleanup;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Features;

/// <summary>Checkpoints behind which lies what programs that do not know a feature cannot read.</summary>
internal sealed class HistoryBarrier(DeltaTable table)
{
    /// <summary>As many as the reference implementation makes: a reader that fails on one tries older ones.</summary>
    private const int Checkpoints = 3;

    private const string RetentionKey = "delta.dropFeatureTruncateHistory.retentionDuration";
    private static readonly TimeSpan _retentionDefault = TimeSpan.FromHours(24);

    /// <summary>For how long the past stays when it is cut off.</summary>
    public static TimeSpan RetentionOf(Snapshot snapshot) =>
        TableInterval.TryParse(snapshot.Metadata.FindProperty(RetentionKey)) ?? _retentionDefault;

    /// <summary>Makes the checkpoints, each of a version of its own, in which nothing changes.</summary>
    public async ValueTask BuildAsync(CancellationToken cancellationToken)
    {
        for (int count = 0; count < Checkpoints; count++)
        {
            await CheckpointAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Cuts the past off as far as the retention allows.</summary>
    public async ValueTask TruncateAsync(CancellationToken cancellationToken)
    {
        await CheckpointAsync(cancellationToken).ConfigureAwait(false);
        Snapshot latest = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        await new LogCleanup(table).TruncateAsync(latest, RetentionOf(latest), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CheckpointAsync(CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        CommittedVersion empty = await table.CommitAsync(
            new TableChange(snapshot) { DataChange = false }, new CommitOptions("Empty Commit"), cancellationToken)
            .ConfigureAwait(false);
        Snapshot committed = await table.GetSnapshotAsync(empty.Version, cancellationToken).ConfigureAwait(false);
        await table.WriteCheckpointAsync(committed, cancellationToken).ConfigureAwait(false);
    }
}
