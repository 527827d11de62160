using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Snapshots;

/// <summary>Builds the state of a version from checkpoint and commits.</summary>
internal sealed class SnapshotLoader(IObjectStore store, DeltaOptions options)
{
    private readonly LogReader _log = new(store, options.RequestsInFlightMax);

    public LogReader Log => _log;

    /// <summary>The newest version, from the last checkpoint that is noted, or from the whole log.</summary>
    public async ValueTask<Snapshot> LoadLatestAsync(CancellationToken cancellationToken)
    {
        long? hint = await LastCheckpoint.TryReadVersionAsync(store, cancellationToken).ConfigureAwait(false);
        List<LogFile> files = await _log.ListAsync(hint ?? 0, cancellationToken).ConfigureAwait(false);
        if (hint is not null && !LogSegment.FindCheckpoints(files).Exists(parts => parts[0].Version >= hint))
        {
            // The note is wrong or older than a clean-up: it is a hint, and the log decides.
            files = await _log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        }

        return await LoadAsync(Segment(files, null), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One version, from the whole log.</summary>
    public async ValueTask<Snapshot> LoadAsync(long version, CancellationToken cancellationToken)
    {
        List<LogFile> files = await _log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(Segment(files, version), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Snapshot> LoadAsync(LogSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadSegmentAsync(segment, cancellationToken).ConfigureAwait(false);
        }
        catch (DeltaLogException) when (segment.Reads.Any(static file => file.Kind == LogFileKind.Compaction))
        {
            // A compaction only repeats what the commits say; a damaged or vanished one is no loss.
            return await LoadSegmentAsync(segment.WithoutCompactions(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<Snapshot> LoadSegmentAsync(LogSegment segment, CancellationToken cancellationToken)
    {
        TableStateBuilder builder = new();
        if (segment.Checkpoint.Count > 0)
        {
            CheckpointReader reader = new(store, options.RequestsInFlightMax);
            await foreach (CommitActions part in reader.ReadAsync(segment.Checkpoint, cancellationToken)
                .ConfigureAwait(false))
            {
                builder.Apply(part);
            }
        }

        CommitInfo? newest = null;
        long changes = 0;
        int read = 0;
        await foreach (CommitActions commit in _log.ReadAsync(segment.Reads, false, cancellationToken)
            .ConfigureAwait(false))
        {
            if (segment.Reads[read++].Kind == LogFileKind.Compaction && !commit.IsReconciled())
            {
                // It says of a file both that it came and that it went: only the commits tell what was last.
                return await LoadSegmentAsync(segment.WithoutCompactions(), cancellationToken).ConfigureAwait(false);
            }

            builder.Apply(commit);
            changes += commit.Adds.Count + commit.Removes.Count;
            newest = commit.CommitInfo;
        }

        TableState state = builder.Build(segment.Version) with
        {
            CheckpointVersion = segment.CheckpointVersion,
            Changes = changes,
        };
        DateTimeOffset timestamp = await FindTimestampAsync(segment, state.Metadata, newest, cancellationToken)
            .ConfigureAwait(false);
        if (segment.Checksum is { } checksum)
        {
            await new ChecksumReader(store, options).VerifyAsync(checksum, state, cancellationToken).ConfigureAwait(false);
        }

        return new Snapshot(state, timestamp);
    }

    /// <summary>The newest version, by what was committed after one that is known.</summary>
    public async ValueTask<Snapshot> RefreshAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        while (await store.FindHeadAsync(LogFile.CommitKey(snapshot.Version + 1), cancellationToken)
            .ConfigureAwait(false) is { } head)
        {
            CommitActions commit = await _log.TryReadAsync(snapshot.Version + 1, true, cancellationToken)
                .ConfigureAwait(false)
                ?? throw new DeltaLogException($"The commit {head.Key} was there and is gone. Open the table again.");
            snapshot = Advance(snapshot, commit, head.LastModified);
        }

        return snapshot;
    }

    /// <summary>A later version, by a commit that follows it.</summary>
    public static Snapshot Advance(Snapshot snapshot, CommitActions commit, DateTimeOffset lastModified)
    {
        TableState state = snapshot.State.With(commit);
        return new Snapshot(
            state, CommitTimes.Of(state.Metadata, commit.CommitInfo, lastModified, snapshot.Timestamp));
    }

    // The segment knows the log's files, not where they lie; who reads several tables must be told which one is meant.
    private LogSegment Segment(List<LogFile> files, long? version)
    {
        try
        {
            return LogSegment.Create(files, version);
        }
        catch (DeltaLogException error)
        {
            throw new DeltaLogException($"{error.Message} The table lies at {store.Location}.", error.InnerException);
        }
        catch (VersionNotFoundException error)
        {
            throw new VersionNotFoundException(
                $"{error.Message} The table lies at {store.Location}.", error.EarliestVersion, error.LatestVersion);
        }
    }

    private async ValueTask<DateTimeOffset> FindTimestampAsync(
        LogSegment segment, Metadata metadata, CommitInfo? newest, CancellationToken cancellationToken)
    {
        if (segment.Commits.Count > 0)
        {
            DateTimeOffset time = DateTimeOffset.MinValue;
            foreach (LogFile commit in segment.Commits)
            {
                time = CommitTimes.Monotonous(commit.LastModified, time);
            }

            return CommitTimes.InCommit(metadata, newest) ?? time;
        }

        // The version is that of the checkpoint; its commit may be there still, and may hold the time.
        CommitActions? own = metadata.IsEnabled(CommitTimes.Property)
            ? await _log.TryReadAsync(segment.Version, true, cancellationToken).ConfigureAwait(false)
            : null;
        ObjectHead? head = await store.FindHeadAsync(LogFile.CommitKey(segment.Version), cancellationToken)
            .ConfigureAwait(false);
        return CommitTimes.InCommit(metadata, own?.CommitInfo)
            ?? CommitTimes.WholeMilliseconds(head?.LastModified ?? segment.Checkpoint[0].LastModified);
    }
}
