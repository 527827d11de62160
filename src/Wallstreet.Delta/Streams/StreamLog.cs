using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Log;

namespace Wallstreet.Delta.Streams;

/// <summary>The commits that a stream reads.</summary>
internal sealed class StreamLog(DeltaTable table)
{
    private readonly LogReader _log = new(table.Store, table.Options.RequestsInFlightMax);
    private CommitList? _times;
    private CommitActions? _last;

    /// <summary>The files of a version in an order that is the same whenever it is read.</summary>
    public static IEnumerable<AddFile> Sort(Snapshot snapshot) => snapshot.Files
        .OrderBy(static file => file.ModificationTimeMilliseconds)
        .ThenBy(static file => file.Key.Path, StringComparer.Ordinal)
        .ThenBy(static file => file.Key.DeletionVectorId, StringComparer.Ordinal);

    /// <summary>Where a new stream begins.</summary>
    public async ValueTask<StreamOffset> FindStartAsync(
        Snapshot latest, StreamOptions options, CancellationToken cancellationToken)
    {
        string id = latest.Metadata.Id;
        bool feed = options.ReadChangeFeed;
        if (options.Start.Point is not { } point)
        {
            return options.Start.IsLatest
                ? new StreamOffset(id, latest.Version + 1, 0, false, feed)
                : new StreamOffset(id, latest.Version, 0, true, feed);
        }

        if (point.Version == latest.Version + 1)
        {
            return new StreamOffset(id, latest.Version + 1, 0, false, feed);
        }

        CommitList commits = await CommitList.ReadAsync(table, _log, latest, cancellationToken).ConfigureAwait(false);
        (long from, _) = await commits.ResolveAsync(new ChangeRange(point), cancellationToken).ConfigureAwait(false);
        return new StreamOffset(id, from, 0, false, feed);
    }

    /// <summary>Reads commits in order.</summary>
    public async IAsyncEnumerable<CommitActions> ReadAsync(
        long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A commit that is split into many batches is parsed once.
        if (_last?.Version == from)
        {
            yield return _last;
            from++;
        }

        int step = table.Options.RequestsInFlightMax;
        for (; from <= to; from += step)
        {
            List<LogFile> some = [];
            for (long version = from; version <= Math.Min(to, from + step - 1); version++)
            {
                some.Add(new LogFile(LogFile.CommitKey(version), LogFileKind.Commit, version));
            }

            await foreach (CommitActions commit in _log.ReadAsync(some, true, cancellationToken).ConfigureAwait(false))
            {
                _last = commit;
                yield return commit;
            }
        }
    }

    /// <summary>The offset, or the first place after it whose commit is kept.</summary>
    /// <exception cref="StreamException">Its commit was cleaned up, and that is not allowed.</exception>
    /// <exception cref="DeltaLogException">A commit was lost.</exception>
    public async ValueTask<StreamOffset> SkipLostAsync(
        StreamOffset offset, Snapshot latest, bool fail, CancellationToken cancellationToken)
    {
        if (_last?.Version == offset.Version
            || await table.Store.FindHeadAsync(LogFile.CommitKey(offset.Version), cancellationToken).ConfigureAwait(false)
                is not null)
        {
            return offset;
        }

        CommitList commits = await CommitList.ReadAsync(table, _log, latest, cancellationToken).ConfigureAwait(false);
        return fail
            ? throw new StreamException(
                StreamProblem.DataLost,
                offset.Version,
                $"The stream has read the table at {table.Location} up to version {offset.Version}, whose commit is gone: the "
                + $"log was cleaned up, and the first that is left is version {commits.Earliest}. What came between is lost "
                + "to this stream. Begin a new one, or go on without it (FailOnDataLoss = false); a longer "
                + "delta.logRetentionDuration keeps it from happening.")
            : offset with { Version = Math.Max(commits.Earliest, offset.Version + 1), Index = 0 };
    }

    /// <summary>When a version was committed, by its file.</summary>
    public async ValueTask<DateTimeOffset> TimeOfAsync(long version, Snapshot latest, CancellationToken cancellationToken)
    {
        if (_times is null || version > _times.Latest || version < _times.Earliest)
        {
            _times = await CommitList.ReadAsync(table, _log, latest, cancellationToken).ConfigureAwait(false);
        }

        return _times.TimeOf(version);
    }
}
