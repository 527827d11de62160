using System.Collections.Concurrent;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Files;

/// <summary>A store that is on no file system, and tells which parts of data files are asked for.</summary>
/// <param name="inner">The store.</param>
/// <param name="onRange">Called before each, with its count from 1.</param>
internal sealed class RangeStore(IObjectStore inner, Func<string, int, Task>? onRange = null) : IObjectStore
{
    private int _count;
    private int _running;

    public Uri Location => inner.Location;

    public ConcurrentQueue<(long Offset, int Length)> Ranges { get; } = [];

    /// <summary>Requests that are under way.</summary>
    public int Running => Volatile.Read(ref _running);

    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content, cancellationToken);

    public ValueTask<bool> TryPutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        inner.TryPutIfAbsentAsync(key, content, cancellationToken);

    public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken) =>
        inner.PutFileAsync(key, localPath, cancellationToken);

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public async ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        if (!key.EndsWith(".parquet", StringComparison.Ordinal))
        {
            return await inner.GetRangeAsync(key, offset, length, cancellationToken);
        }

        Interlocked.Increment(ref _running);
        try
        {
            Ranges.Enqueue((offset, length));
            await (onRange?.Invoke(key, Interlocked.Increment(ref _count)) ?? Task.CompletedTask).WaitAsync(cancellationToken);
            return await inner.GetRangeAsync(key, offset, length, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken) =>
        inner.FindHeadAsync(key, cancellationToken);

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectHead> ListAsync(string prefix, string? afterKey, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, afterKey, cancellationToken);

    public string? FindLocalPath(string key) => null;
}
