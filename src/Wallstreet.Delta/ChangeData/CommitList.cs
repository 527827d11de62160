using Wallstreet.Delta.Log;
using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.ChangeData;

/// <summary>The commits that are kept, without a gap up to the newest version.</summary>
internal sealed class CommitList
{
    /// <summary>Times are told in microseconds, and files may be newer by less.</summary>
    private static readonly TimeSpan _lastOfMicrosecond = TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond - 1);

    private readonly DeltaTable _table;
    private readonly Snapshot _latest;
    private readonly List<LogFile> _commits;
    private readonly List<DateTimeOffset> _times;
    private readonly long _hole;

    private CommitList(DeltaTable table, Snapshot latest, List<LogFile> commits)
    {
        _table = table;
        _latest = latest;
        _times = new List<DateTimeOffset>(commits.Count);
        DateTimeOffset time = DateTimeOffset.MinValue;
        foreach (LogFile commit in commits)
        {
            time = CommitTimes.Monotonous(commit.LastModified, time);
            _times.Add(time);
        }

        // What counts is the unbroken stretch up to the newest version.
        int first = commits.Count - 1;
        while (first > 0 && commits[first - 1].Version == commits[first].Version - 1)
        {
            first--;
        }

        _hole = first > 0 ? commits[first].Version - 1 : -1;
        _times.RemoveRange(0, Math.Max(first, 0));
        _commits = commits[Math.Max(first, 0)..];
    }

    /// <summary>The first version whose commit is kept; the one after the newest if none is.</summary>
    public long Earliest => _commits.Count == 0 ? _latest.Version + 1 : _commits[0].Version;

    /// <summary>The newest version.</summary>
    public long Latest => _latest.Version;

    public static async ValueTask<CommitList> ReadAsync(
        DeltaTable table, LogReader log, Snapshot latest, CancellationToken cancellationToken)
    {
        List<LogFile> files = await log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        return new CommitList(table, latest, [.. files
            .Where(file => file.Kind == LogFileKind.Commit && file.Version <= latest.Version)
            .OrderBy(static file => file.Version)]);
    }

    /// <summary>The commits of a range of versions.</summary>
    public List<LogFile> Files(long from, long to) =>
        _commits.GetRange(checked((int)(from - Earliest)), checked((int)(to - from + 1)));

    /// <summary>The time of a commit by its file; in-commit timestamps come first.</summary>
    public DateTimeOffset TimeOf(long version) => _times[checked((int)(version - Earliest))];

    /// <summary>The first and the last version of a range.</summary>
    public async ValueTask<(long From, long To)> ResolveAsync(ChangeRange range, CancellationToken cancellationToken)
    {
        long from = range.From.Version
            ?? await FindFirstAsync(range.From.Timestamp!.Value, cancellationToken).ConfigureAwait(false);
        RequireKept(from);
        long to = range.To switch
        {
            null => _latest.Version,
            { Version: { } version } => version,
            { } point => (await _table.GetSnapshotAsync(
                point.Timestamp!.Value + _lastOfMicrosecond, cancellationToken).ConfigureAwait(false)).Version,
        };
        if (to < from)
        {
            throw new ChangeDataException(
                ChangeDataProblem.RangeReversed,
                from,
                $"The range of changes from {range} of the table at {_table.Location} begins with version {from} and ends "
                + $"with version {to}. Let it end where it begins, or later.");
        }

        RequireKept(to);
        return (from, to);
    }

    /// <exception cref="VersionNotFoundException">The version is not there yet, or not any more.</exception>
    /// <exception cref="DeltaLogException">A commit was lost.</exception>
    public void RequireKept(long version)
    {
        if (version > _latest.Version)
        {
            throw new VersionNotFoundException(
                $"The table at {_table.Location} has no version {version}; the newest is {_latest.Version}.",
                Earliest,
                _latest.Version);
        }

        if (version >= Earliest)
        {
            return;
        }

        string how = _hole >= 0
            ? $"the commit of version {_hole} is missing, though older ones are there"
            : "the log was cleaned up";
        throw new VersionNotFoundException(
            $"The changes of version {version} of the table at {_table.Location} are gone: {how}. Those of versions "
            + $"{Earliest} to {_latest.Version} can be read.",
            Earliest,
            _latest.Version);
    }

    /// <summary>The first version that is not earlier than a time.</summary>
    private async ValueTask<long> FindFirstAsync(DateTimeOffset timestamp, CancellationToken cancellationToken)
    {
        Snapshot before;
        try
        {
            before = await _table.GetSnapshotAsync(timestamp.AddTicks(-1), cancellationToken).ConfigureAwait(false);
        }
        catch (VersionNotFoundException exception) when (exception.EarliestVersion == 0)
        {
            return 0;
        }

        long first = before.Version + 1;
        return first <= _latest.Version ? first : throw new VersionNotFoundException(
            $"The table at {_table.Location} has no version at or after {timestamp:O}; its newest, {_latest.Version}, was "
            + $"committed at {_latest.Timestamp:O}.",
            Earliest,
            _latest.Version);
    }
}
