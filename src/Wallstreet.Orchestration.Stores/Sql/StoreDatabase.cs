using System.Collections.Concurrent;
using System.Data.Common;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>What differs between databases: how to connect, how to begin to write, and a few words of SQL.</summary>
internal abstract class StoreDatabase : IDisposable
{
    private const int IdleReadersMax = 8;

    private readonly ConcurrentBag<StoreConnection> _idleReaders = [];
    private volatile bool _disposed;

    /// <summary>How users call this store in an error, for example the path of the file.</summary>
    internal abstract string Name { get; }

    /// <summary>Begins a transaction that no other writer, in any process, can be in at the same time.</summary>
    internal abstract string BeginWrite { get; }

    /// <summary>The texts of a JSON array as rows of one column.</summary>
    internal abstract string TextsOf(string parameter);

    /// <summary>True when the JSON object in a column has a member with a text.</summary>
    internal abstract string HasMember(string column, string name, string value);

    /// <summary>True when the bytes of a column contain others.</summary>
    internal abstract string ContainsBytes(string column, string parameter);

    internal abstract StoreConnection Connect();

    /// <summary>A number that differs when another connection has changed the store since the last call on this one.</summary>
    internal abstract long ReadChangeMark(StoreConnection connection);

    /// <summary>The error for users.</summary>
    internal abstract Exception Translate(DbException exception);

    internal T Read<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        StoreConnection? connection = null;
        try
        {
            if (!_idleReaders.TryTake(out connection))
            {
                connection = Connect();
            }

            T result = read(connection);
            Return(connection);
            connection = null;
            return result;
        }
        catch (DbException exception)
        {
            throw Translate(exception);
        }
        finally
        {
            // Only a connection whose read went well is used again.
            connection?.Dispose();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idleReaders.TryTake(out StoreConnection? connection))
        {
            connection.Dispose();
        }
    }

    private void Return(StoreConnection connection)
    {
        if (_disposed || _idleReaders.Count >= IdleReadersMax)
        {
            connection.Dispose();
            return;
        }

        _idleReaders.Add(connection);
    }
}
