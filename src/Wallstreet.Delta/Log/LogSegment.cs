namespace Wallstreet.Delta.Log;

/// <summary>The files that together make one version of a table: a checkpoint, if there is one, and every commit after
/// it without a gap. A segment that exists is complete.</summary>
internal sealed class LogSegment
{
    private LogSegment(
        long version, IReadOnlyList<LogFile> checkpoint, IReadOnlyList<LogFile> commits, IReadOnlyList<LogFile> reads)
    {
        Reads = reads;
        Version = version;
        Checkpoint = checkpoint;
        Commits = commits;
    }

    /// <summary>The version.</summary>
    public long Version { get; }

    /// <summary>The files of the checkpoint; empty if there is none.</summary>
    public IReadOnlyList<LogFile> Checkpoint { get; }

    /// <summary>The commits after the checkpoint, oldest first.</summary>
    public IReadOnlyList<LogFile> Commits { get; }

    /// <summary>What is read in the commits' place, oldest first: compactions where there are some, and at the end the
    /// newest commit, which alone says when the version was made.</summary>
    public IReadOnlyList<LogFile> Reads { get; }

    /// <summary>The file that counts what the version has, if there is one.</summary>
    public LogFile? Checksum { get; private init; }

    /// <summary>The checkpoint's version, or -1.</summary>
    public long CheckpointVersion => Checkpoint.Count == 0 ? -1 : Checkpoint[0].Version;

    /// <summary>Chooses the files of a version.</summary>
    /// <param name="files">What was listed.</param>
    /// <param name="version">The version; null for the newest.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="DeltaTableNotFoundException">No commit and no checkpoint was listed.</exception>
    /// <exception cref="VersionNotFoundException">There is no such version, or it was cleaned up.</exception>
    /// <exception cref="DeltaLogException">A commit is missing between others.</exception>
    public static LogSegment Create(IReadOnlyCollection<LogFile> files, long? version)
    {
        SortedDictionary<long, LogFile> commits = [];
        foreach (LogFile file in files.Where(static file => file.Kind == LogFileKind.Commit))
        {
            commits[file.Version] = file;
        }

        List<IReadOnlyList<LogFile>> checkpoints = FindCheckpoints(files);
        long latest = Math.Max(
            commits.Count == 0 ? -1 : commits.Keys.Max(), checkpoints.Count == 0 ? -1 : checkpoints[^1][0].Version);
        if (latest < 0)
        {
            throw new DeltaTableNotFoundException("There is no commit in _delta_log, so this is no Delta table.");
        }

        long wanted = version ?? latest;
        if (wanted < 0 || wanted > latest)
        {
            throw NotFound(wanted, FindEarliest(commits, checkpoints), latest);
        }

        IReadOnlyList<LogFile> checkpoint = checkpoints.FindLast(parts => parts[0].Version <= wanted) ?? [];
        long from = checkpoint.Count == 0 ? 0 : checkpoint[0].Version + 1;
        List<LogFile> chosen = [];
        for (long next = from; next <= wanted; next++)
        {
            chosen.Add(commits.TryGetValue(next, out LogFile? commit)
                ? commit
                : throw Missing(next, from, wanted, commits, checkpoints, version is not null, latest));
        }

        return new LogSegment(wanted, checkpoint, chosen, Compact(files, chosen))
        {
            Checksum = files.FirstOrDefault(file => file.Kind == LogFileKind.Checksum && file.Version == wanted),
        };
    }

    /// <summary>The same version by its commits alone.</summary>
    public LogSegment WithoutCompactions() => new(Version, Checkpoint, Commits, Commits) { Checksum = Checksum };

    /// <summary>Puts compactions in the place of the commits that they cover, the longest first. Protocol section "Log
    /// Compaction Files". The newest commit stays: applying it once more changes nothing.</summary>
    private static List<LogFile> Compact(IEnumerable<LogFile> files, List<LogFile> commits)
    {
        ILookup<long, LogFile> compactions = files.Where(static file => file.Kind == LogFileKind.Compaction)
            .ToLookup(static file => file.FromVersion);
        if (compactions.Count == 0 || commits.Count == 0)
        {
            return commits;
        }

        long last = commits[^1].Version;
        List<LogFile> reads = [];
        for (int next = 0; next < commits.Count;)
        {
            LogFile? compaction = compactions[commits[next].Version].Where(file => file.Version <= last)
                .MaxBy(static file => file.Version);
            reads.Add(compaction ?? commits[next]);
            next += compaction is null ? 1 : checked((int)(compaction.Version - commits[next].Version + 1));
        }

        if (reads[^1].Kind == LogFileKind.Compaction)
        {
            reads.Add(commits[^1]);
        }

        return reads;
    }

    /// <summary>The first version from which on every version can be read.</summary>
    public static long FindEarliest(
        SortedDictionary<long, LogFile> commits, IReadOnlyList<IReadOnlyList<LogFile>> checkpoints)
    {
        if (commits.ContainsKey(0))
        {
            return 0;
        }

        return checkpoints.Count == 0 ? -1 : checkpoints[0][0].Version;
    }

    /// <summary>The complete checkpoints, oldest first. Of several for one version the first complete one counts: they
    /// say the same.</summary>
    public static List<IReadOnlyList<LogFile>> FindCheckpoints(IEnumerable<LogFile> files)
    {
        SortedDictionary<long, IReadOnlyList<LogFile>> complete = [];
        foreach (IGrouping<(long Version, LogFileKind Kind, int Parts), LogFile> group in files
            .Where(static file => file.Kind is LogFileKind.ClassicCheckpoint or LogFileKind.MultipartCheckpoint
                or LogFileKind.UuidCheckpoint)
            .GroupBy(static file => (file.Version, file.Kind, file.Parts)))
        {
            List<LogFile> parts = [.. group.OrderBy(static file => file.Part)];
            if (group.Key.Kind == LogFileKind.MultipartCheckpoint)
            {
                if (parts.Count == group.Key.Parts)
                {
                    complete.TryAdd(group.Key.Version, parts);
                }
            }
            else
            {
                complete.TryAdd(group.Key.Version, [parts[0]]);
            }
        }

        return [.. complete.Values];
    }

    private static DeltaException Missing(
        long missing,
        long from,
        long wanted,
        SortedDictionary<long, LogFile> commits,
        List<IReadOnlyList<LogFile>> checkpoints,
        bool travels,
        long latest)
    {
        long later = commits.Keys.Where(version => version > missing).DefaultIfEmpty(latest).First();
        if (missing > from || checkpoints.Exists(parts => parts[0].Version == missing - 1))
        {
            return new DeltaLogException(
                $"The log jumps from version {missing - 1} to {later}: {LogFile.CommitKey(missing)} is missing. "
                + "Restore it from a backup; without it no later version can be trusted.");
        }

        long earliest = FindEarliest(commits, checkpoints);
        return travels && earliest > wanted
            ? NotFound(wanted, earliest, latest)
            : new DeltaLogException(
                $"The log starts at version {later}, and no checkpoint covers the versions before it: "
                + $"{LogFile.CommitKey(missing)} is missing. Restore it or a checkpoint from a backup.");
    }

    private static VersionNotFoundException NotFound(long wanted, long earliest, long latest) =>
        new($"The table has no version {wanted}; versions {earliest} to {latest} can be read.", earliest, latest);
}
