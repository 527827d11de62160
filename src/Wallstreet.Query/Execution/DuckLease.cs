using DuckDB.NET.Data;

namespace Wallstreet.Query.Execution;

/// <summary>The use of one connection, until it is disposed.</summary>
internal sealed class DuckLease(DuckHost host, DuckInstance instance, DuckDBConnection connection) : IDisposable
{
    private int _disposed;

    public DuckDBConnection Connection { get; } = connection;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Connection.Dispose();
            host.Return(instance);
        }
    }
}
