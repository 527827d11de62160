using System.Data.Common;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>
/// Tells those who follow the log that it may have grown: at once for this process, and for other processes by looking
/// at the store's change mark from time to time, only while somebody follows.
/// </summary>
internal sealed class ChangeSignal(StoreDatabase database, TimeProvider time, TimeSpan pollInterval) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _pollGate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreConnection? _connection;
    private ITimer? _timer;
    private long _mark;
    private int _followers;

    /// <summary>Completes at the next change after this call.</summary>
    internal Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    internal void Pulse()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }

    /// <summary>Begins to look for changes of other processes; what changes after this call is told.</summary>
    internal void Follow()
    {
        lock (_pollGate)
        {
            if (_followers++ == 0)
            {
                _connection = database.Connect();
                _mark = database.ReadChangeMark(_connection);
                _timer = time.CreateTimer(_ => Poll(), null, pollInterval, pollInterval);
            }
        }
    }

    internal void Unfollow()
    {
        lock (_pollGate)
        {
            if (--_followers == 0)
            {
                Stop();
            }
        }
    }

    public void Dispose()
    {
        lock (_pollGate)
        {
            Stop();
        }

        Pulse();
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        _connection?.Dispose();
        _connection = null;
    }

    private void Poll()
    {
        lock (_pollGate)
        {
            if (_connection is null)
            {
                return;
            }

            try
            {
                long mark = database.ReadChangeMark(_connection);
                if (mark == _mark)
                {
                    return;
                }

                _mark = mark;
            }
            catch (DbException)
            {
                // Whoever follows reads next, meets the same fault and tells it.
                _mark = -1;
            }
        }

        Pulse();
    }
}
