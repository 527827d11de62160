namespace Wallstreet.Query.Caching;

/// <summary>Keeps a local copy of an object where it is.</summary>
internal sealed class CacheLease(ObjectCache cache, CacheEntry entry, string path) : IDisposable
{
    private int _disposed;

    public string Path { get; } = path;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            cache.Release(entry);
        }
    }
}
