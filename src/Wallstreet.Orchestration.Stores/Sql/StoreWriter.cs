using System.Data.Common;
using System.Threading.Channels;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>
/// The one writer of this process. What waits when a commit ends goes into the next one together (group commit), so the
/// cost of a commit is shared by all who write at the same time.
/// </summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private const int WaitingMax = 4096;
    private const int GroupMax = 1024;

    private readonly StoreDatabase _database;
    private readonly ChangeSignal _changes;
    private readonly Channel<WriteWork> _waiting = Channel.CreateBounded<WriteWork>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });
    private readonly Task _loop;
    private StoreConnection? _connection;

    internal StoreWriter(StoreDatabase database, ChangeSignal changes)
    {
        _database = database;
        _changes = changes;
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Writes, and returns when it is committed.</summary>
    internal async ValueTask<T> WriteAsync<T>(Func<StoreConnection, T> write, CancellationToken cancellationToken)
    {
        var work = new WriteWorkOf<T>(write, cancellationToken);
        try
        {
            await _waiting.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(_database.Name, "The store is closed; nothing can be written to it any more.");
        }

        return await work.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _connection?.Dispose();
    }

    private async Task WriteAsync()
    {
        List<WriteWork> group = [];
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            while (group.Count < GroupMax && _waiting.Reader.TryRead(out WriteWork? work))
            {
                if (work.IsAbandoned)
                {
                    work.Fail(new OperationCanceledException("The caller gave up before it was written."));
                    continue;
                }

                group.Add(work);
            }

            CommitGroup(group);
        }
    }

    private void CommitGroup(List<WriteWork> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        Exception? failure = TryCommit(group);
        if (failure is null)
        {
            _changes.Pulse();
            group.ForEach(work => work.Succeed());
        }
        else if (group.Count == 1)
        {
            group[0].Fail(failure);
        }
        else
        {
            // Whoever is at fault must not take the others along.
            group.ForEach(work => CommitGroup([work]));
        }
    }

    private Exception? TryCommit(List<WriteWork> group)
    {
        try
        {
            _connection ??= _database.Connect();
            _connection.Execute(_database.BeginWrite);
            foreach (WriteWork work in group)
            {
                work.Execute(_connection);
            }

            _connection.Execute("COMMIT");
            return null;
        }
#pragma warning disable CA1031 // The failure goes to those who wait for the write; the loop serves the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Closing the connection rolls back whatever the failure left open.
            _connection?.Dispose();
            _connection = null;
            return exception is DbException fault ? _database.Translate(fault) : exception;
        }
    }
}
