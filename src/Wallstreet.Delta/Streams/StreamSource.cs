using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Streams;

/// <summary>Follows a table: gives the rows that come, or every change, in batches of a bounded size, each row exactly
/// once if the reader keeps the offset beside what it made of the rows. Where batches are cut has no influence on which
/// rows come. Not to be used by several callers at once.</summary>
/// <remarks>Commits that only rearrange files (<c>dataChange</c> false, protocol section "Add File and Remove File") bring
/// no rows.</remarks>
public sealed class StreamSource
{
    /// <summary>So many commits are looked through for one batch, so that an idle stretch of the log is noted.</summary>
    private const int CommitsMax = 1_000;

    private readonly DeltaTable _table;
    private readonly StreamOptions _options;
    private readonly Snapshot _shape;
    private readonly ChangeColumns _columns;
    private readonly AppendedFiles _appended;
    private readonly ChangePlanner _planner;
    private readonly StreamLog _log;
    private readonly StreamSchema _schema;

    /// <summary>The version with which the stream began and its files in order, as long as it is read.</summary>
    private (Snapshot Snapshot, IReadOnlyList<AddFile> Files)? _beginning;

    private StreamSource(DeltaTable table, StreamOptions options, Snapshot shape, StreamLog log, StreamOffset start)
    {
        _table = table;
        _options = options;
        _shape = shape;
        _log = log;
        _schema = new StreamSchema(table, shape);
        _columns = new ChangeColumns(shape, plain: !options.ReadChangeFeed);
        _appended = new AppendedFiles(table.Store, options, _columns);
        _planner = new ChangePlanner(table, new ChangeOptions());
        Start = start;
    }

    /// <summary>Where the stream begins: keep it, if what comes after it must not be missed.</summary>
    public StreamOffset Start { get; }

    /// <summary>The columns of the rows: the table's when the stream was opened, all of which may be null, and those of
    /// changes if they are read.</summary>
    public Schema.StructType Schema => _columns.Schema;

    /// <summary>Opens a stream.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">How it is followed; null for the defaults.</param>
    /// <param name="offset">Where an earlier stream ended; null begins a new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="StreamException">The offset cannot be used.</exception>
    /// <exception cref="VersionNotFoundException">The start is not in the table's log.</exception>
    public static async ValueTask<StreamSource> OpenAsync(
        DeltaTable table, StreamOptions? options, StreamOffset? offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new StreamOptions();
        options.Validate();
        Snapshot latest = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        StreamLog log = new(table);
        StreamOffset start = offset ?? await log.FindStartAsync(latest, options, cancellationToken).ConfigureAwait(false);
        RequireUsable(table, latest, options, start);
        return new StreamSource(table, options, latest, log, start);
    }

    /// <summary>Reads what comes after an offset, and does not wait for it.</summary>
    /// <param name="from">The offset: <see cref="Start"/>, or the end of the batch before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The batch, perhaps without files; null if the table has no newer version.</returns>
    /// <exception cref="StreamException">The stream cannot go on.</exception>
    public ValueTask<StreamBatch?> TryReadAsync(StreamOffset from, CancellationToken cancellationToken) =>
        TryReadAsync(from, null, cancellationToken);

    /// <summary>Reads a batch that was read before, with the same rows whatever the limits are now. Who notes the offsets of
    /// a batch before it is written can write it again after a crash with the same id.</summary>
    /// <param name="from">Where the batch began.</param>
    /// <param name="to">Where it ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="StreamException">The stream cannot go on, or no batch lies between the two.</exception>
    public async ValueTask<StreamBatch> ReadAgainAsync(
        StreamOffset from, StreamOffset to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(to);
        StreamBatch? batch = await TryReadAsync(from, to, cancellationToken).ConfigureAwait(false);
        return batch?.End == to ? batch : throw new StreamException(
            StreamProblem.OffsetUnusable,
            to.Version,
            $"No batch of the table at {_table.Location} goes from {from} to {to}. Give the offsets of one batch, with the "
            + "options that it was read with.");
    }

    private async ValueTask<StreamBatch?> TryReadAsync(
        StreamOffset from, StreamOffset? until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        RequireUsable(_table, _shape, _options, from);
        BatchLimits limits = new(_options, until);
        if (from.IsInitialSnapshot)
        {
            return await ReadSnapshotAsync(from, limits, cancellationToken).ConfigureAwait(false);
        }

        Snapshot latest = await _table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        if (from.Version > latest.Version + 1 || (from.Version > latest.Version && from.Index > 0))
        {
            throw new StreamException(
                StreamProblem.OffsetUnusable,
                from.Version,
                $"The offset {from} is beyond version {latest.Version}, the newest of the table at {_table.Location}: the "
                + "table was replaced by an older copy. Begin a new stream.");
        }

        return from.Version > latest.Version
            ? null
            : await ReadCommitsAsync(from, latest, limits, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads everything from an offset on, and waits for more, until it is cancelled.</summary>
    /// <param name="from">The offset; null for <see cref="Start"/>.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The batches, also those without files, whose offsets are worth keeping.</returns>
    /// <exception cref="StreamException">The stream cannot go on.</exception>
    public async IAsyncEnumerable<StreamBatch> ReadAsync(
        StreamOffset? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StreamOffset position = from ?? Start;
        while (true)
        {
            if (await TryReadAsync(position, cancellationToken).ConfigureAwait(false) is { } batch)
            {
                position = batch.End;
                yield return batch;
            }
            else
            {
                await Task.Delay(_options.PollInterval, _table.Options.TimeProvider, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static void RequireUsable(DeltaTable table, Snapshot latest, StreamOptions options, StreamOffset offset)
    {
        string? why = offset.TableId != latest.Metadata.Id
            ? $"it belongs to the table {offset.TableId}, and this one is {latest.Metadata.Id}"
            : offset.ReadsChangeFeed != options.ReadChangeFeed
                ? "it was made by a stream that " + (offset.ReadsChangeFeed ? "reads" : "does not read") + " the change feed"
                : null;
        if (why is not null)
        {
            throw new StreamException(
                StreamProblem.OffsetUnusable,
                offset.Version,
                $"The offset {offset} cannot be used on the table at {table.Location}: {why}. Use the offset of this "
                + "stream, or begin a new one.");
        }
    }

    private StreamOffset OffsetAt(long version, long index = 0, bool snapshot = false) =>
        new(_shape.Metadata.Id, version, index, snapshot, _options.ReadChangeFeed);

    /// <summary>Reads files of the version with which the stream began.</summary>
    private async ValueTask<StreamBatch> ReadSnapshotAsync(
        StreamOffset from, BatchLimits limits, CancellationToken cancellationToken)
    {
        (Snapshot snapshot, IReadOnlyList<AddFile> files) = await FindBeginningAsync(from.Version, cancellationToken).ConfigureAwait(false);
        _schema.Require(snapshot.Metadata, snapshot.Version);
        CommitActions all = new(from.Version);
        StreamOffset end = OffsetAt(from.Version + 1);
        for (long place = from.Index; place < files.Count; place++)
        {
            AddFile file = files[(int)place];
            if (!limits.TryAdmit(OffsetAt(from.Version, place, snapshot: true), file.SizeBytes))
            {
                end = OffsetAt(from.Version, place, snapshot: true);
                break;
            }

            all.Adds.Add(file with { DataChange = true });
        }

        if (!end.IsInitialSnapshot)
        {
            _beginning = null;
        }

        CommitChanges changes = new(all, snapshot.Timestamp);
        await changes.AddInferredAsync(static remove => throw new DeltaLogException(remove.Path)).ConfigureAwait(false);
        _schema.Learn(from.Version, snapshot.Metadata);
        return ToBatch(from, end, [changes.ToVersion(_columns)]);
    }

    private async ValueTask<(Snapshot Snapshot, IReadOnlyList<AddFile> Files)> FindBeginningAsync(
        long version, CancellationToken cancellationToken)
    {
        if (_beginning is { } known && known.Snapshot.Version == version)
        {
            return known;
        }

        try
        {
            Snapshot snapshot = await _table.GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false);
            (Snapshot, IReadOnlyList<AddFile>) found = (snapshot, [.. StreamLog.Sort(snapshot)]);
            _beginning = found;
            return found;
        }
        catch (VersionNotFoundException exception)
        {
            throw new StreamException(
                StreamProblem.DataLost,
                version,
                $"The stream began with all rows of version {version} of the table at {_table.Location}, has not read all of "
                + $"them, and the version is gone: versions {exception.EarliestVersion} to {exception.LatestVersion} are "
                + "left. Begin a new stream.");
        }
    }

    private async ValueTask<StreamBatch> ReadCommitsAsync(
        StreamOffset from, Snapshot latest, BatchLimits limits, CancellationToken cancellationToken)
    {
        StreamOffset first = await _log.SkipLostAsync(from, latest, _options.FailOnDataLoss, cancellationToken)
            .ConfigureAwait(false);
        Metadata before = await _schema.FindBeforeAsync(first, latest, cancellationToken).ConfigureAwait(false);
        long last = Math.Min(limits.LastVersion(latest.Version), first.Version + CommitsMax - 1);
        List<VersionChanges> versions = [];
        await foreach (CommitActions commit in _log.ReadAsync(first.Version, last, cancellationToken).ConfigureAwait(false))
        {
            _schema.Require(commit.Metadata, commit.Version);
            if (commit.Protocol is { } protocol)
            {
                ProtocolGate.RequireReadable(protocol, commit.Metadata ?? before);
            }

            List<(long Place, ChangeFile File)> files = await FindFilesAsync(commit, before, latest, cancellationToken)
                .ConfigureAwait(false);
            long skipped = commit.Version == first.Version ? first.Index : 0;
            List<ChangeFile> admitted = [];
            foreach ((long place, ChangeFile file) in files.Where(item => item.Place >= skipped))
            {
                if (!limits.TryAdmit(OffsetAt(commit.Version, place), file.SizeBytes))
                {
                    versions.Add(new VersionChanges(commit.Version, default, false, admitted));
                    return ToBatch(from, OffsetAt(commit.Version, place), versions);
                }

                admitted.Add(file);
            }

            versions.Add(new VersionChanges(commit.Version, default, false, admitted));
            before = commit.Metadata ?? before;
            _schema.Learn(commit.Version, before);
        }

        return ToBatch(from, OffsetAt(last + 1), versions);
    }

    private async ValueTask<List<(long Place, ChangeFile File)>> FindFilesAsync(
        CommitActions commit, Metadata before, Snapshot latest, CancellationToken cancellationToken)
    {
        if (!_options.ReadChangeFeed)
        {
            return await _appended.FindAsync(commit, cancellationToken).ConfigureAwait(false);
        }

        DateTimeOffset time = CommitTimes.InCommit(commit.Metadata ?? before, commit.CommitInfo)
            ?? await _log.TimeOfAsync(commit.Version, latest, cancellationToken).ConfigureAwait(false);
        CommitChanges changes = await _planner.FindAsync(commit, before, time, cancellationToken).ConfigureAwait(false);
        return [.. changes.ToVersion(_columns).Files.Select(static (file, place) => ((long)place, file))];
    }

    private StreamBatch ToBatch(StreamOffset from, StreamOffset end, IReadOnlyList<VersionChanges> versions) =>
        new(_table, from, end, new ChangePlan(_shape, _columns, versions));
}
