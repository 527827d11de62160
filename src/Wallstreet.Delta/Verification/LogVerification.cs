using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Verification;

/// <summary>Replays a log commit by commit, and holds checkpoints, compactions and checksums against the replay.</summary>
internal sealed class LogVerification(IObjectStore store, DeltaOptions options, Findings findings)
{
    private readonly CommitVerification _commits = new(findings);
    private readonly Dictionary<long, TableState> _kept = [];
    private DateTimeOffset _time = DateTimeOffset.MinValue;

    public long CommitCount { get; private set; }

    public int CheckpointsCompared { get; private set; }

    public int ChecksumsCompared { get; private set; }

    /// <summary>The newest version that the commits lead to; null if they do not.</summary>
    public TableState? Last { get; private set; }

    public async ValueTask VerifyAsync(CancellationToken cancellationToken)
    {
        LogReader log = new(store, options.RequestsInFlightMax);
        List<LogFile> files = await log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        SortedDictionary<long, LogFile> commits = [];
        foreach (LogFile commit in files.Where(static file => file.Kind == LogFileKind.Commit))
        {
            commits[commit.Version] = commit;
        }

        Dictionary<long, IReadOnlyList<LogFile>> checkpoints = LogSegment.FindCheckpoints(files)
            .ToDictionary(static parts => parts[0].Version);
        await VerifyListAsync(files, commits, checkpoints, cancellationToken).ConfigureAwait(false);
        long[] versions = [.. commits.Keys.Concat(checkpoints.Keys).Distinct().Order()];
        ILookup<long, LogFile> others = files.Where(static file => file.Kind is LogFileKind.Checksum or LogFileKind.Compaction)
            .ToLookup(static file => file.Version);
        HashSet<long> keep = [.. files.Where(static file => file.Kind == LogFileKind.Compaction)
            .Select(static file => file.FromVersion - 1)];
        foreach (long[] some in versions.Chunk(options.RequestsInFlightMax))
        {
            byte[]?[] contents = await Task.WhenAll(some.Select(version => commits.TryGetValue(version, out LogFile? file)
                ? FetchAsync(file.Key, cancellationToken)
                : Task.FromResult<byte[]?>(null))).ConfigureAwait(false);
            for (int item = 0; item < some.Length; item++)
            {
                Step(some[item], contents[item]);
                await CompareAsync(some[item], checkpoints.GetValueOrDefault(some[item]), others[some[item]], cancellationToken)
                    .ConfigureAwait(false);
                if (Last is not null && keep.Contains(Last.Version))
                {
                    _kept[Last.Version] = Last;
                }
            }
        }
    }

    private async ValueTask VerifyListAsync(
        List<LogFile> files,
        SortedDictionary<long, LogFile> commits,
        Dictionary<long, IReadOnlyList<LogFile>> checkpoints,
        CancellationToken cancellationToken)
    {
        long? previous = null;
        foreach ((long version, LogFile commit) in commits)
        {
            if (previous is { } before && version != before + 1)
            {
                findings.Damage(
                    "log", LogFile.CommitKey(before + 1),
                    $"It is missing: the log jumps from version {before} to {version}. Restore it from a backup.");
            }

            previous = version;
        }

        long first = commits.Count == 0 ? 0 : commits.Keys.First();
        if (first > 0 && !checkpoints.Keys.Any(version => version >= first - 1))
        {
            findings.Damage(
                "log", LogFile.CommitKey(first - 1),
                $"The log begins at version {first}, and no checkpoint covers what was before. Restore commits or a checkpoint.");
        }

        foreach (IGrouping<(long Version, int Parts), LogFile> parts in files
            .Where(static file => file.Kind == LogFileKind.MultipartCheckpoint)
            .GroupBy(static file => (file.Version, file.Parts))
            .Where(static group => group.Count() != group.Key.Parts))
        {
            findings.Warn(
                "checkpoint", parts.First().Key,
                $"The checkpoint of version {parts.Key.Version} has {parts.Count()} of {parts.Key.Parts} parts, so readers pass it over.");
        }

        long? hint = await LastCheckpoint.TryReadVersionAsync(store, cancellationToken).ConfigureAwait(false);
        if (hint is { } named && !checkpoints.ContainsKey(named))
        {
            findings.Warn(
                "checkpoint", LogFile.LastCheckpointKey,
                $"It names a checkpoint of version {named}, which is not there. Write a checkpoint to mend it.");
        }
    }

    private async Task<byte[]?> FetchAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Applies a commit to the version before.</summary>
    private void Step(long version, byte[]? content)
    {
        TableState? before = Last?.Version == version - 1 ? Last : null;
        Last = null;
        if (content is null)
        {
            return;
        }

        CommitCount++;
        string key = LogFile.CommitKey(version);
        try
        {
            CommitActions commit = LogReader.Parse(version, content, key, true);
            _commits.Verify(commit, content, key, before);
            VerifyOrder(commit, key);
            if (version == 0)
            {
                TableStateBuilder builder = new();
                builder.Apply(commit);
                Last = builder.Build(0);
            }
            else
            {
                Last = before?.With(commit);
            }
        }
        catch (DeltaException exception)
        {
            findings.Damage("commit", key, exception.Message);
        }
    }

    private void VerifyOrder(CommitActions commit, string key)
    {
        if (commit.CommitInfo?.InCommitTimestampMilliseconds is not { } own)
        {
            return;
        }

        DateTimeOffset time = UnixTime.FromMilliseconds(own);
        if (time <= _time)
        {
            findings.Damage("commit", key, $"Its inCommitTimestamp {time:O} is not after that of the version before, {_time:O}.");
        }

        _time = time;
    }

    private async ValueTask CompareAsync(
        long version, IReadOnlyList<LogFile>? checkpoint, IEnumerable<LogFile> others, CancellationToken cancellationToken)
    {
        if (checkpoint is not null
            && await LoadAsync(checkpoint, cancellationToken).ConfigureAwait(false) is { } loaded)
        {
            if (Last is not null)
            {
                CheckpointsCompared++;
                if (StateDifference.Find(Last, loaded) is { } difference)
                {
                    findings.Damage(
                        "checkpoint", checkpoint[0].Key,
                        $"It differs from a replay of the commits: {difference}. If the commits are right, delete it and write a new one.");
                }
            }

            Last ??= loaded;
        }

        if (Last is null)
        {
            return;
        }

        foreach (LogFile other in others)
        {
            byte[]? content = await FetchAsync(other.Key, cancellationToken).ConfigureAwait(false);
            if (content is null)
            {
                continue;
            }

            if (other.Kind == LogFileKind.Compaction)
            {
                VerifyCompaction(other, content, Last);
            }
            else
            {
                ChecksumsCompared++;
                if (ChecksumReader.FindDifference(content, Last) is { } difference)
                {
                    findings.Warn(
                        "checksum", other.Key,
                        $"It says that version {version} has {difference}. The log was changed afterwards, or the checksum is of "
                        + "a faulty program: compare with a backup, and delete it if the log is right.");
                }
            }
        }
    }

    private async ValueTask<TableState?> LoadAsync(IReadOnlyList<LogFile> checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            TableStateBuilder builder = new();
            await foreach (CommitActions part in new CheckpointReader(store, options.RequestsInFlightMax)
                .ReadAsync(checkpoint, cancellationToken).ConfigureAwait(false))
            {
                builder.Apply(part);
            }

            return builder.Build(checkpoint[0].Version);
        }
        catch (DeltaException exception)
        {
            findings.Damage("checkpoint", checkpoint[0].Key, exception.Message);
            return null;
        }
    }

    /// <summary>Protocol section "Log Compaction Files".</summary>
    private void VerifyCompaction(LogFile file, byte[] content, TableState after)
    {
        if (!_kept.TryGetValue(file.FromVersion - 1, out TableState? before))
        {
            return;
        }

        try
        {
            CommitActions actions = LogReader.Parse(file.Version, content, file.Key, false);
            if (!actions.IsReconciled())
            {
                findings.Warn("compaction", file.Key, "It names a file twice, so readers pass it over.");
            }
            else if (StateDifference.FindInFiles(after.Files, before.Files.With(actions)) is { } difference)
            {
                findings.Damage(
                    "compaction", file.Key,
                    $"It differs from a replay of versions {file.FromVersion} to {file.Version}: {difference}. Delete it; it is a copy.");
            }
        }
        catch (DeltaException exception)
        {
            findings.Damage("compaction", file.Key, exception.Message);
        }
    }
}
