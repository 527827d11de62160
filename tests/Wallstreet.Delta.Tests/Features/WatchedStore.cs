using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Features;

/// <summary>A store that tells what was put and deleted.</summary>
internal sealed class WatchedStore(IObjectStore inner, Func<string, Task>? onPut, Action<string>? onDelete = null) : IObjectStore
{
    public Uri Location => inner.Location;

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await inner.PutAsync(key, content, cancellationToken);
        await TellAsync(key);
    }

    public async ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        bool created = await inner.TryPutIfAbsentAsync(key, content, cancellationToken);
        await TellAsync(key);
        return created;
    }

    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken)
    {
        await inner.PutFileAsync(key, localPath, cancellationToken);
        await TellAsync(key);
    }

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

    public ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken) =>
        inner.GetRangeAsync(key, offset, length, cancellationToken);

    public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken) =>
        inner.FindHeadAsync(key, cancellationToken);

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        onDelete?.Invoke(key);
        return inner.DeleteAsync(key, cancellationToken);
    }

    public IAsyncEnumerable<ObjectHead> ListAsync(string prefix, string? afterKey, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, afterKey, cancellationToken);

    public string? FindLocalPath(string key) => inner.FindLocalPath(key);

    public IObjectStore? FindStore(Uri location) => inner.FindStore(location);

    private Task TellAsync(string key) => onPut?.Invoke(key) ?? Task.CompletedTask;
}
