using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Transactions;

/// <summary>Lands one change: as the next version if nobody was faster, else after every commit that landed meanwhile
/// was checked against what the change had read.</summary>
internal sealed class Committer
{
    /// <summary>How often a put may fail without an answer before the failure is the caller's.</summary>
    public const int FailuresMax = 5;

    private static readonly TimeSpan _pauseMax = TimeSpan.FromMilliseconds(400);
    private readonly IObjectStore _store;
    private readonly DeltaOptions _options;
    private readonly LogReader _log;
    private readonly TableChange _change;
    private readonly CommitOptions _commit;
    private readonly ConflictChecker _conflicts;
    private readonly PendingDeletions _deletions;
    private readonly CommitBuilder _builder;

    public Committer(IObjectStore store, DeltaOptions options, TableChange change, CommitOptions commit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(commit.RetriesMax);
        _store = store;
        _options = options;
        _log = new LogReader(store, options.RequestsInFlightMax);
        _change = change;
        _commit = commit;
        IsolationLevel isolation = IsolationLevels.Of(change.ReadSnapshot.Metadata);
        _deletions = new PendingDeletions(store, change);
        _conflicts = new ConflictChecker(change, isolation, _deletions);
        _builder = new CommitBuilder(change, commit, isolation, options.TimeProvider);
    }

    /// <summary>Tells the commit from every other.</summary>
    public string TransactionId => _builder.TransactionId;

    /// <summary>The version after the change, and how many versions were tried.</summary>
    /// <exception cref="ConcurrentModificationException">Another writer's commit is in the way.</exception>
    public async ValueTask<(Snapshot Snapshot, int Attempts)> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot latest = _change.ReadSnapshot;
        await RequireFollowedAsync(latest, cancellationToken).ConfigureAwait(false);
        int failures = 0;
        for (int attempt = 1; ; attempt++)
        {
            long version = latest.Version + 1;
            byte[] content = _builder.Build(
                latest, await _deletions.WriteAsync(cancellationToken).ConfigureAwait(false));
            bool created;
            try
            {
                created = await _store.TryPutIfAbsentAsync(LogFile.CommitKey(version), content, cancellationToken)
                    .ConfigureAwait(false);
                failures = 0;
            }
            catch (ObjectStoreException exception) when (IsOpen(exception) && failures < FailuresMax)
            {
                // Whether the commit landed is open; the log itself will tell.
                failures++;
                created = false;
                await PauseAsync(failures + 2, cancellationToken).ConfigureAwait(false);
            }

            if (created)
            {
                CommitActions own = LogReader.Parse(version, content, LogFile.CommitKey(version), true);
                return (await AdvanceOwnAsync(latest, own, cancellationToken).ConfigureAwait(false), attempt);
            }

            (latest, bool landed) = await CatchUpAsync(latest, cancellationToken).ConfigureAwait(false);
            if (landed)
            {
                return (latest, attempt);
            }

            // Where the put failed and nobody else came first, no race was lost: the failures are counted above.
            if (attempt > _commit.RetriesMax && (failures == 0 || latest.Version >= version))
            {
                throw new ConcurrentModificationException(
                    $"Version {version} was committed by another writer, as were those before it: {attempt} attempts "
                    + "were all too late. Raise CommitOptions.RetriesMax, or write less often.",
                    latest.Version,
                    null,
                    ConflictRule.RetriesExhausted);
            }

            await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A commit that follows a version whose own followers were cleaned up would be put where no reader looks.
    /// </summary>
    private async ValueTask RequireFollowedAsync(Snapshot read, CancellationToken cancellationToken)
    {
        if (_options.TimeProvider.GetUtcNow() - read.Timestamp <= _options.ListingAgeMax)
        {
            return;
        }

        List<LogFile> later = await _log.ListAsync(read.Version + 1, cancellationToken).ConfigureAwait(false);
        if (later.Count > 0 && !later.Exists(file => file.Kind == LogFileKind.Commit && file.Version == read.Version + 1))
        {
            throw new VersionNotFoundException(
                $"The change was decided on version {read.Version} of the table at {_store.Location}, and the log was cleaned up since: "
                + $"what version {read.Version + 1} did is not known. Read the table again and repeat the change.",
                later[0].Version,
                later[^1].Version);
        }
    }

    /// <summary>Checks a commit that landed since the change was decided.</summary>
    private async ValueTask RequireNoConflictAsync(CommitActions winner, CancellationToken cancellationToken)
    {
        if (await _conflicts.FindAsync(winner, cancellationToken).ConfigureAwait(false) is not { } conflict)
        {
            return;
        }

        string operation = winner.CommitInfo?.Operation is { } name ? $" ({name})" : "";
        throw new ConcurrentModificationException(
            $"The change was decided on version {_change.ReadSnapshot.Version}; meanwhile another writer committed "
            + $"version {winner.Version}{operation}, which {conflict.What} [{conflict.Rule}]. "
            + "Read the table again and repeat the change.",
            winner.Version,
            winner.CommitInfo?.Operation,
            conflict.Rule);
    }

    /// <summary>Reads what others committed, up to the newest version; true if one of the commits is this change.
    /// </summary>
    private async ValueTask<(Snapshot Latest, bool Landed)> CatchUpAsync(
        Snapshot latest, CancellationToken cancellationToken)
    {
        while (await _log.TryReadAsync(latest.Version + 1, true, cancellationToken).ConfigureAwait(false) is { } winner)
        {
            bool own = winner.CommitInfo?.TransactionId == _builder.TransactionId;
            if (!own)
            {
                await RequireNoConflictAsync(winner, cancellationToken).ConfigureAwait(false);
            }

            latest = await AdvanceAsync(latest, winner, cancellationToken).ConfigureAwait(false);
            if (own)
            {
                return (latest, true);
            }
        }

        return (latest, false);
    }

    /// <summary>The commit has landed: that its time cannot be looked up now must not make it look failed.</summary>
    private async ValueTask<Snapshot> AdvanceOwnAsync(
        Snapshot latest, CommitActions own, CancellationToken cancellationToken)
    {
        try
        {
            return await AdvanceAsync(latest, own, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectStoreException)
        {
            return SnapshotLoader.Advance(latest, own, _options.TimeProvider.GetUtcNow());
        }
    }

    private async ValueTask<Snapshot> AdvanceAsync(
        Snapshot latest, CommitActions commit, CancellationToken cancellationToken)
    {
        ObjectHead? head = latest.Metadata.IsEnabled(CommitTimes.Property)
            ? null
            : await _store.FindHeadAsync(LogFile.CommitKey(commit.Version), cancellationToken).ConfigureAwait(false);
        return SnapshotLoader.Advance(latest, commit, head?.LastModified ?? latest.Timestamp);
    }

    /// <summary>Whether a failed put may have taken effect.</summary>
    public static bool IsOpen(ObjectStoreException exception) =>
        exception is not (ObjectStoreAccessException or ObjectStoreFullException or UnsafeConditionalPutException
            or ObjectStoreMissingException);

    private Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        if (attempt < 2)
        {
            return Task.CompletedTask;
        }

        double longest = Math.Min(_pauseMax.TotalMilliseconds, Math.Pow(2, Math.Min(attempt, 10)));
        TimeSpan pause = TimeSpan.FromMilliseconds(longest * _options.Random.NextDouble());
        return Task.Delay(pause, _options.TimeProvider, cancellationToken);
    }
}
