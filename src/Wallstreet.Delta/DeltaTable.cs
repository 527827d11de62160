using Microsoft.Extensions.Logging;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Maintenance.Cleanup;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Transactions;
using Wallstreet.Storage;

namespace Wallstreet.Delta;

/// <summary>A Delta table: its versions, its history, and the way to change it. May be used by several callers at
/// once; other processes may write the table meanwhile.</summary>
public sealed class DeltaTable
{
    private readonly DeltaOptions _options;
    private readonly SnapshotLoader _loader;
    private readonly History _history;
    private readonly ChecksumWriter _checksums;
    private readonly CheckpointPolicy _checkpoints;
    private Snapshot _latest;
    private long _listedAt;
    private long _cleanedAt;

    private DeltaTable(IObjectStore store, DeltaOptions options, SnapshotLoader loader, Snapshot latest)
    {
        Store = store;
        _options = options;
        _checkpoints = new CheckpointPolicy(options);
        _loader = loader;
        _latest = latest;
        _listedAt = options.TimeProvider.GetTimestamp();
        _checksums = new ChecksumWriter(store, options);
        _history = new History(store, loader.Log);
    }

    /// <summary>The store, rooted at the table.</summary>
    public IObjectStore Store { get; }

    /// <summary>Where the table is.</summary>
    public Uri Location => Store.Location;

    /// <summary>How the table was opened.</summary>
    internal DeltaOptions Options => _options;

    internal History History => _history;

    internal LogReader Log => _loader.Log;

    /// <summary>Opens a table.</summary>
    /// <param name="store">The store, rooted at the table.</param>
    /// <param name="options">How it is opened; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DeltaTableNotFoundException">There is no table.</exception>
    public static async ValueTask<DeltaTable> OpenAsync(
        IObjectStore store, DeltaOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await TryOpenAsync(store, options, cancellationToken).ConfigureAwait(false)
            ?? throw new DeltaTableNotFoundException(
                $"There is no Delta table at {store.Location}: its _delta_log holds no commit. "
                + "Check the location, or create the table.");
    }

    /// <summary>Opens a table if there is one.</summary>
    /// <param name="store">The store, rooted at the table.</param>
    /// <param name="options">How it is opened; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The table, or <see langword="null"/>.</returns>
    public static async ValueTask<DeltaTable?> TryOpenAsync(
        IObjectStore store, DeltaOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new DeltaOptions();
        SnapshotLoader loader = new(store, options);
        try
        {
            Snapshot latest = await loader.LoadLatestAsync(cancellationToken).ConfigureAwait(false);
            return new DeltaTable(store, options, loader, latest);
        }
        catch (DeltaTableNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Creates a table in one commit, with the files of its definition if it names some: there is no table, or
    /// there is the whole first version. Of several creators exactly one wins.</summary>
    /// <param name="store">The store, rooted at the table.</param>
    /// <param name="definition">What it is to be.</param>
    /// <param name="commit">What the history says.</param>
    /// <param name="options">How it is opened; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; the table may still have been created.</param>
    /// <returns>The table.</returns>
    /// <exception cref="TableAlreadyExistsException">There is a table.</exception>
    public static async ValueTask<DeltaTable> CreateAsync(
        IObjectStore store,
        TableDefinition definition,
        CommitOptions commit,
        DeltaOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(commit);
        options ??= new DeltaOptions();
        Snapshot first = await new TableCreator(store, options).CreateAsync(definition, commit, cancellationToken)
            .ConfigureAwait(false);
        return new DeltaTable(store, options, new SnapshotLoader(store, options), first);
    }

    /// <summary>Reads the newest version. Only commits that are new since the last call are read.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version.</returns>
    public async ValueTask<Snapshot> GetSnapshotAsync(CancellationToken cancellationToken)
    {
        Snapshot latest = Volatile.Read(ref _latest);
        TimeSpan age = _options.TimeProvider.GetElapsedTime(Volatile.Read(ref _listedAt));
        if (age > _options.ListingAgeMax)
        {
            Volatile.Write(ref _listedAt, _options.TimeProvider.GetTimestamp());
            return Publish(await _loader.LoadLatestAsync(cancellationToken).ConfigureAwait(false));
        }

        return Publish(await _loader.RefreshAsync(latest, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads one version.</summary>
    /// <param name="version">The version, from 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version.</returns>
    /// <exception cref="VersionNotFoundException">There is no such version, or it was cleaned up.</exception>
    public async ValueTask<Snapshot> GetSnapshotAsync(long version, CancellationToken cancellationToken)
    {
        Snapshot latest = Volatile.Read(ref _latest);
        return latest.Version == version
            ? latest
            : await _loader.LoadAsync(version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the table as it was at a time: the newest version that is not later.</summary>
    /// <param name="timestamp">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version.</returns>
    /// <exception cref="VersionNotFoundException">The table's first version is later.</exception>
    public async ValueTask<Snapshot> GetSnapshotAsync(DateTimeOffset timestamp, CancellationToken cancellationToken)
    {
        Snapshot latest = await GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        if (latest.Timestamp <= timestamp)
        {
            return latest;
        }

        long version = await _history.FindVersionAsync(latest, timestamp, cancellationToken).ConfigureAwait(false);
        return await GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the table as it was at a point of its history.</summary>
    /// <param name="point">The point; null for the newest version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version.</returns>
    /// <exception cref="VersionNotFoundException">There is no such version, or it was cleaned up.</exception>
    public ValueTask<Snapshot> GetSnapshotAsync(HistoryPoint? point, CancellationToken cancellationToken) => point switch
    {
        { Version: { } version } => GetSnapshotAsync(version, cancellationToken),
        { Timestamp: { } timestamp } => GetSnapshotAsync(timestamp, cancellationToken),
        _ => GetSnapshotAsync(cancellationToken),
    };

    /// <summary>Reads the table's history, newest version first.</summary>
    /// <param name="limit">How many versions; null for all that are kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The versions.</returns>
    public IAsyncEnumerable<CommitRecord> GetHistoryAsync(int? limit, CancellationToken cancellationToken) =>
        _history.ReadAsync(limit, cancellationToken);

    /// <summary>Reads which rows of a file are deleted.</summary>
    /// <param name="file">A file of a version of this table.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The deleted rows, or <see langword="null"/> if the file has no deletion vector.</returns>
    /// <exception cref="DataFileException">The deletion vector is missing, damaged, or not what the log says.</exception>
    public async ValueTask<DeletionVector?> ReadDeletionVectorAsync(AddFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.DeletionVector is { } descriptor
            ? await new DeletionVectorReader(Store).ReadAsync(file.Path, descriptor, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Commits a change as the next version. When other writers were faster, the change follows theirs if what
    /// it read still holds, as the table's isolation level demands.</summary>
    /// <param name="change">The change.</param>
    /// <param name="commit">What the history says, and how often to try.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="ConcurrentModificationException">Another writer's commit is in the way.</exception>
    /// <exception cref="ConstraintViolationException">The change breaks a rule of the table.</exception>
    /// <exception cref="SchemaMismatchException">The change does not fit the table.</exception>
    /// <exception cref="UnsupportedFeatureException">The table has a feature that this version cannot write.</exception>
    public async ValueTask<CommittedVersion> CommitAsync(
        TableChange change, CommitOptions commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(commit);
        ChangeValidator.Validate(change);
        Committer committer = new(Store, _options, change, commit);
        (Snapshot snapshot, int attempts) = await committer.RunAsync(cancellationToken).ConfigureAwait(false);
        Publish(snapshot);
        await _checksums.WriteAsync(snapshot, committer.TransactionId, cancellationToken).ConfigureAwait(false);
        await WriteCheckpointIfDueAsync(snapshot, cancellationToken).ConfigureAwait(false);
        return new CommittedVersion(snapshot.Version, snapshot.Timestamp, attempts);
    }

    /// <summary>Writes a checkpoint of a version, so that later readers need not replay the commits before it.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="cancellationToken">Gives up; the table can be read as before.</param>
    /// <returns>A task that ends when the checkpoint is there.</returns>
    public ValueTask WriteCheckpointAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ProtocolGate.RequireWritable(snapshot.Protocol, snapshot.Metadata);
        return WriteAsync();

        async ValueTask WriteAsync()
        {
            await new CheckpointWriter(Store, _options.TimeProvider).WriteAsync(snapshot.State, cancellationToken)
                .ConfigureAwait(false);
            _checkpoints.Learn(snapshot.Version, snapshot.State);
        }
    }

    /// <summary>Writes a checkpoint of a version that was just committed; a failure is logged.</summary>
    internal async ValueTask TryWriteCheckpointAsync(long version, CancellationToken cancellationToken)
    {
        try
        {
            await WriteCheckpointAsync(
                await GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _options.LoggerFactory.CreateLogger<DeltaTable>().CheckpointFailed(version, Location, exception);
        }
    }

    /// <summary>A failed checkpoint must not make a commit look failed, whatever failed about it: the commit has landed.
    /// </summary>
    private async ValueTask WriteCheckpointIfDueAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (!_checkpoints.IsDue(snapshot.State))
        {
            return;
        }

        try
        {
            if (_checkpoints.MayBeNeedless(snapshot.State)
                && await LastCheckpoint.TryReadVersionAsync(Store, cancellationToken).ConfigureAwait(false) is { } other)
            {
                _checkpoints.Learn(other, snapshot.State);
                if (!_checkpoints.IsDue(snapshot.State))
                {
                    return;
                }
            }

            await WriteCheckpointAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _options.LoggerFactory.CreateLogger<DeltaTable>()
                .CheckpointFailed(snapshot.Version, Location, exception);
            return;
        }

        await CleanLogIfDueAsync(snapshot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The log may hold many files, and expires by whole days: looking once in a while is enough.</summary>
    private async ValueTask CleanLogIfDueAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        long now = _options.TimeProvider.GetTimestamp();
        long last = Interlocked.Read(ref _cleanedAt);
        bool due = last == 0 || _options.TimeProvider.GetElapsedTime(last, now) > _options.ListingAgeMax;
        if (!due || Interlocked.CompareExchange(ref _cleanedAt, now, last) != last)
        {
            return;
        }

        try
        {
            await new LogCleanup(this).RunIfEnabledAsync(snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _options.LoggerFactory.CreateLogger<DeltaTable>().CleanupFailed(snapshot.Version, Location, exception);
        }
    }

    /// <summary>Keeps the newest version that any caller has seen. The same one read anew takes its place: it has forgotten
    /// what a checkpoint forgot, such as files that were removed long ago.</summary>
    private Snapshot Publish(Snapshot snapshot)
    {
        while (true)
        {
            Snapshot known = Volatile.Read(ref _latest);
            if (known.Version > snapshot.Version)
            {
                return known;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _latest, snapshot, known), known))
            {
                return snapshot;
            }
        }
    }
}
