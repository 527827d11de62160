using DuckDB.NET.Data;

namespace Wallstreet.Query.Execution;

/// <summary>
/// Opens DuckDB when it is first needed and closes it when it has not been for a while. A table in a folder that the
/// open instance may not see gets a new instance; the old one ends with its last statement.
/// </summary>
internal sealed class DuckHost : IDisposable
{
    private readonly QueryOptions _options;
    private readonly Lock _lock = new();
    private readonly ITimer _idleTimer;
    private DuckInstance? _instance;
    private bool _disposed;

    public DuckHost(QueryOptions options, TimeProvider timeProvider)
    {
        _options = options;
        _idleTimer = timeProvider.CreateTimer(
            static state => ((DuckHost)state!).Trim(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether DuckDB is open just now.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _instance is not null;
            }
        }
    }

    /// <summary>A connection that may see these folders.</summary>
    public DuckLease Rent(IReadOnlyCollection<string> directories)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(QueryEngine));
            _idleTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_instance is null || !_instance.Allows(directories))
            {
                HashSet<string> all = [.. _options.DataDirectories, _options.CacheDirectory, _options.TempDirectory,
                    .. directories, .. _instance?.Directories ?? []];
                DuckInstance opened = DuckInstance.Open(_options, all);
                _instance?.Retire();
                _instance = opened;
            }

            return new DuckLease(this, _instance, _instance.Connect());
        }
    }

    /// <summary>A connection for a statement that writes: what it makes of JSON text are variants, and no texts.</summary>
    public DuckLease RentToWrite(IReadOnlyCollection<string> directories)
    {
        DuckLease lease = Rent(directories);
        try
        {
            foreach (string macro in VariantFunctions.WritingMacros)
            {
                using DuckDBCommand command = lease.Connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant.
                command.CommandText = macro;
#pragma warning restore CA2100
                command.ExecuteNonQuery();
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public void Return(DuckInstance instance)
    {
        lock (_lock)
        {
            instance.Release();
            if (!_disposed && ReferenceEquals(instance, _instance) && instance.LeaseCount == 0)
            {
                _idleTimer.Change(_options.IdleTimeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Closes DuckDB unless a statement is running.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            if (_instance is { LeaseCount: 0 })
            {
                _instance.Retire();
                _instance = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _instance?.Retire();
            _instance = null;
        }

        _idleTimer.Dispose();
    }
}
