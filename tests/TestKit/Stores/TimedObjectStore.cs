using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Wallstreet.Storage;

namespace TestKit.Stores;

/// <summary>A store whose objects were written when a clock says so, as far as they were written through it.</summary>
public sealed class TimedObjectStore(IObjectStore inner, TimeProvider time) : IObjectStore
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _times = new(StringComparer.Ordinal);

    public Uri Location => inner.Location;

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await inner.PutAsync(key, content, cancellationToken);
        _times[key] = time.GetUtcNow();
    }

    public async ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        bool written = await inner.TryPutIfAbsentAsync(key, content, cancellationToken);
        if (written)
        {
            _times[key] = time.GetUtcNow();
        }

        return written;
    }

    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken)
    {
        await inner.PutFileAsync(key, localPath, cancellationToken);
        _times[key] = time.GetUtcNow();
    }

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) =>
        inner.GetAsync(key, cancellationToken);

    public ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken) =>
        inner.GetRangeAsync(key, offset, length, cancellationToken);

    public async ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken) =>
        await inner.FindHeadAsync(key, cancellationToken) is { } head ? Of(head) : null;

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ObjectHead head in inner.ListAsync(prefix, afterKey, cancellationToken))
        {
            yield return Of(head);
        }
    }

    public string? FindLocalPath(string key) => inner.FindLocalPath(key);

    public IObjectStore? FindStore(Uri location) => inner.FindStore(location);

    private ObjectHead Of(ObjectHead head) => _times.TryGetValue(head.Key, out DateTimeOffset written)
        ? head with { LastModified = written }
        : head;
}
