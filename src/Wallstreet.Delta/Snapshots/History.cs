using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Snapshots;

/// <summary>The commits that are kept, with the times that time travel goes by.</summary>
internal sealed class History(IObjectStore store, LogReader log)
{
    public async IAsyncEnumerable<CommitRecord> ReadAsync(
        int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<(LogFile File, DateTimeOffset Time)> commits =
            GetTimes(await log.ListAsync(0, cancellationToken).ConfigureAwait(false));
        int count = Math.Min(limit ?? int.MaxValue, commits.Count);
        for (int position = commits.Count - 1; position >= commits.Count - count; position--)
        {
            (LogFile file, DateTimeOffset time) = commits[position];
            CommitActions? commit = await log.TryReadAsync(file.Version, true, cancellationToken).ConfigureAwait(false);
            if (commit is null)
            {
                yield break;
            }

            yield return ToRecord(file.Version, time, commit.CommitInfo);
        }
    }

    /// <summary>The newest version that is not later than a time.</summary>
    public async ValueTask<long> FindVersionAsync(
        Snapshot latest, DateTimeOffset timestamp, CancellationToken cancellationToken)
    {
        List<LogFile> files = await log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        List<(LogFile File, DateTimeOffset Time)> commits = GetTimes(files);
        long earliest = LogSegment.FindEarliest(
            new SortedDictionary<long, LogFile>(commits.ToDictionary(static item => item.File.Version, static item => item.File)),
            LogSegment.FindCheckpoints(files));
        commits.RemoveAll(item => item.File.Version < earliest || item.File.Version > latest.Version);
        int inCommitFrom = FindInCommitStart(latest.Metadata, commits);
        int found = await FindLastAsync(commits, inCommitFrom, timestamp, cancellationToken).ConfigureAwait(false);
        if (found >= 0)
        {
            return commits[found].File.Version;
        }

        DateTimeOffset? first = commits.Count == 0
            ? null
            : await GetTimeAsync(commits, 0, inCommitFrom, cancellationToken).ConfigureAwait(false);
        throw new VersionNotFoundException(
            $"The table at {store.Location} has nothing at {timestamp:O}: its first version that can be read, "
            + $"{earliest}, was committed at {first:O}. Ask for that time or later.",
            earliest,
            latest.Version);
    }

    private static List<(LogFile File, DateTimeOffset Time)> GetTimes(List<LogFile> files)
    {
        List<(LogFile File, DateTimeOffset Time)> commits = [];
        DateTimeOffset time = DateTimeOffset.MinValue;
        foreach (LogFile file in files.Where(static file => file.Kind == LogFileKind.Commit))
        {
            time = CommitTimes.Monotonous(file.LastModified, time);
            commits.Add((file, time));
        }

        return commits;
    }

    /// <summary>The first commit that holds its own time.</summary>
    private static int FindInCommitStart(Metadata metadata, List<(LogFile File, DateTimeOffset Time)> commits)
    {
        if (!metadata.IsEnabled(CommitTimes.Property))
        {
            return commits.Count;
        }

        long from = metadata.FindNumber("delta.inCommitTimestampEnablementVersion") ?? 0;
        int position = commits.FindIndex(item => item.File.Version >= from);
        return position < 0 ? commits.Count : position;
    }

    private async ValueTask<int> FindLastAsync(
        List<(LogFile File, DateTimeOffset Time)> commits,
        int inCommitFrom,
        DateTimeOffset timestamp,
        CancellationToken cancellationToken)
    {
        if (inCommitFrom < commits.Count
            && await GetTimeAsync(commits, inCommitFrom, inCommitFrom, cancellationToken).ConfigureAwait(false)
                <= timestamp)
        {
            (int low, int high) = (inCommitFrom, commits.Count - 1);
            while (low < high)
            {
                int middle = low + ((high - low + 1) / 2);
                bool later = await GetTimeAsync(commits, middle, inCommitFrom, cancellationToken).ConfigureAwait(false)
                    > timestamp;
                (low, high) = later ? (low, middle - 1) : (middle, high);
            }

            return low;
        }

        int last = inCommitFrom - 1;
        while (last >= 0 && commits[last].Time > timestamp)
        {
            last--;
        }

        return last;
    }

    private async ValueTask<DateTimeOffset> GetTimeAsync(
        List<(LogFile File, DateTimeOffset Time)> commits,
        int position,
        int inCommitFrom,
        CancellationToken cancellationToken)
    {
        (LogFile file, DateTimeOffset time) = commits[position];
        if (position < inCommitFrom)
        {
            return time;
        }

        CommitActions? commit = await log.TryReadAsync(file.Version, true, cancellationToken).ConfigureAwait(false);
        return commit?.CommitInfo?.InCommitTimestampMilliseconds is { } own
            ? UnixTime.FromMilliseconds(own)
            : throw new DeltaLogException(
                $"{file.Key} has no inCommitTimestamp, though the table has in-commit timestamps since before it.");
    }

    private static CommitRecord ToRecord(long version, DateTimeOffset time, CommitInfo? info) =>
        info is null ? new CommitRecord(version, time) : new CommitRecord(
            version,
            info.InCommitTimestampMilliseconds is { } own ? UnixTime.FromMilliseconds(own) : time)
        {
            Operation = info.Operation,
            Parameters = info.OperationParameters,
            Metrics = info.OperationMetrics,
            UserMetadata = info.UserMetadata,
            EngineInfo = info.EngineInfo,
            ReadVersion = info.ReadVersion,
            TxnId = info.TransactionId,
            IsBlindAppend = info.IsBlindAppend,
        };
}
