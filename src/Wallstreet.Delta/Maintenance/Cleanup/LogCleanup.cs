using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>Deletes commits and checkpoints that are older than the table's log retention, oldest first, so that every
/// version that is kept can still be read. Protocol section "Metadata Cleanup".</summary>
internal sealed class LogCleanup(DeltaTable table)
{
    private static readonly TimeSpan _retentionDefault = TimeSpan.FromDays(30);
    private static readonly TimeSpan _sidecarAgeMin = TimeSpan.FromDays(1);

    private DateTimeOffset Now => table.Options.TimeProvider.GetUtcNow();

    /// <summary>Cleans up unless the table says that it wants none, and unless the first commit is too young.</summary>
    public async ValueTask RunIfEnabledAsync(Snapshot latest, CancellationToken cancellationToken)
    {
        if (string.Equals(
            latest.Metadata.FindProperty("delta.enableExpiredLogCleanup"), "false", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        ObjectHead? first = await table.Store.FindHeadAsync(LogFile.CommitKey(0), cancellationToken).ConfigureAwait(false);
        if (first is null || first.Value.LastModified <= Cutoff(latest.Metadata))
        {
            await RunAsync(latest, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes what is older than the newest checkpoint before the cutoff.</summary>
    /// <returns>How many files were deleted.</returns>
    public ValueTask<int> RunAsync(Snapshot latest, CancellationToken cancellationToken) =>
        RunAsync(latest, Cutoff(latest.Metadata), cancellationToken);

    /// <summary>Deletes what is older than the newest checkpoint before a retention of its own, to the minute.</summary>
    /// <returns>How many files were deleted.</returns>
    public ValueTask<int> TruncateAsync(Snapshot latest, TimeSpan retention, CancellationToken cancellationToken)
    {
        DateTimeOffset time = TableInterval.Before(Now, retention);
        return RunAsync(latest, time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute)), cancellationToken);
    }

    private async ValueTask<int> RunAsync(Snapshot latest, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        if (await GarbageSearch.FindLastBeforeAsync(table, latest, cutoff, cancellationToken).ConfigureAwait(false) is not { } commit)
        {
            return 0;
        }

        List<LogFile> files = await table.Log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LogFile>? checkpoint = LogSegment.FindCheckpoints(files).FindLast(parts => parts[0].Version <= commit);
        if (checkpoint is null)
        {
            return 0;
        }

        long keep = checkpoint[0].Version;
        if (keep < CheckpointProtection.VersionOf(latest.Protocol, latest.Metadata))
        {
            // What features that were dropped left behind goes at once or not at all.
            return 0;
        }

        // Commits go before checkpoints: nobody may have to read a commit that a checkpoint hid.
        List<string> expired =
        [
            .. files.Where(file => file.Kind == LogFileKind.Compaction ? file.FromVersion <= keep : file.Version < keep)
                .OrderBy(static file => Turn(file.Kind))
                .ThenBy(static file => file.Kind == LogFileKind.Compaction ? file.FromVersion : file.Version)
                .Select(static file => file.Key),
        ];
        if (expired.Count > 0)
        {
            await RequireReadableAsync(checkpoint, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(expired, cancellationToken).ConfigureAwait(false);
        }

        return expired.Count + await CleanSidecarsAsync(files, keep, cancellationToken).ConfigureAwait(false);
    }

    private static int Turn(LogFileKind kind) => kind switch
    {
        LogFileKind.Commit => 0,
        LogFileKind.Checksum or LogFileKind.Compaction => 1,
        _ => 2,
    };

    /// <summary>A damaged checkpoint is no loss as long as the commits before it are there, and a loss of everything once
    /// they are not.</summary>
    private async ValueTask RequireReadableAsync(IReadOnlyList<LogFile> checkpoint, CancellationToken cancellationToken)
    {
        TableStateBuilder builder = new();
        CheckpointReader reader = new(table.Store, table.Options.RequestsInFlightMax);
        await foreach (CommitActions part in reader.ReadAsync(checkpoint, cancellationToken).ConfigureAwait(false))
        {
            builder.Apply(part);
        }

        builder.Build(checkpoint[0].Version);
    }

    /// <summary>Midnight before the retention began: whole days are kept.</summary>
    private DateTimeOffset Cutoff(Metadata metadata)
    {
        TimeSpan retention = TableInterval.TryParse(metadata.FindProperty("delta.logRetentionDuration")) ?? _retentionDefault;
        return new DateTimeOffset(TableInterval.Before(Now, retention).UtcDateTime.Date, TimeSpan.Zero);
    }

    /// <summary>Deletes side files that no checkpoint names, unless one may be under way that will.</summary>
    private async ValueTask<int> CleanSidecarsAsync(List<LogFile> files, long keep, CancellationToken cancellationToken)
    {
        DateTimeOffset age = new((Now - _sidecarAgeMin).UtcDateTime.Date, TimeSpan.Zero);
        List<string> old = [];
        await foreach (ObjectHead head in table.Store.ListAsync(LogFile.SidecarFolder, null, cancellationToken).ConfigureAwait(false))
        {
            if (head.LastModified < age)
            {
                old.Add(head.Key);
            }
        }

        if (old.Count == 0)
        {
            return 0;
        }

        HashSet<string> named = new(StringComparer.Ordinal);
        CheckpointReader reader = new(table.Store, table.Options.RequestsInFlightMax);
        foreach (LogFile file in files.Where(file => file.Version >= keep
            && file.Kind is LogFileKind.ClassicCheckpoint or LogFileKind.UuidCheckpoint))
        {
            named.UnionWith(await reader.ReadSidecarKeysAsync(file, cancellationToken).ConfigureAwait(false));
        }

        old.RemoveAll(named.Contains);
        await DeleteAsync(old, cancellationToken).ConfigureAwait(false);
        return old.Count;
    }

    /// <summary>The oldest goes first and alone: whether version 0 is there tells readers where the log begins.</summary>
    private async Task DeleteAsync(List<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            await table.Store.DeleteAsync(keys[0], cancellationToken).ConfigureAwait(false);
        }

        foreach (string[] some in keys.Skip(1).Chunk(table.Options.RequestsInFlightMax))
        {
            await Task.WhenAll(some.Select(key => table.Store.DeleteAsync(key, cancellationToken).AsTask())).ConfigureAwait(false);
        }
    }
}
