using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Wallstreet.Storage.Memory;

/// <summary>An object store in memory, for tests and for lakes that need not outlive the process.</summary>
/// <param name="name">Its name: <c>memory://name/</c>.</param>
/// <param name="time">The clock of the objects' times; the system's if absent.</param>
public sealed class MemoryObjectStore(string name, TimeProvider? time = null) : IObjectStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, StoredObject> _objects =
        ImmutableSortedDictionary.Create<string, StoredObject>(ObjectKey.Order);

    private long _writes;

    /// <inheritdoc/>
    public Uri Location { get; } = new($"memory://{Uri.EscapeDataString(name)}/");

    /// <inheritdoc/>
    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        Write(key, content.ToArray(), replace: true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        return ValueTask.FromResult(Write(key, content.ToArray(), replace: false));
    }

    /// <inheritdoc/>
    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        byte[] content = await File.ReadAllBytesAsync(localPath, cancellationToken).ConfigureAwait(false);
        Write(key, content, replace: true);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        return ValueTask.FromResult((byte[])Get(key).Content.Clone());
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        byte[] content = Get(key).Content;
        int start = (int)Math.Min(offset, content.Length);
        int end = (int)Math.Min((long)start + length, content.Length);
        return ValueTask.FromResult(content[start..end]);
    }

    /// <inheritdoc/>
    public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        return ValueTask.FromResult<ObjectHead?>(
            Volatile.Read(ref _objects).TryGetValue(key, out StoredObject? found) ? found.ToHead(key) : null);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Begin(key, cancellationToken);
        lock (_lock)
        {
            _objects = _objects.Remove(key);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        string after = afterKey ?? "";
        foreach ((string key, StoredObject found) in Volatile.Read(ref _objects))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (key.StartsWith(prefix, StringComparison.Ordinal) && ObjectKey.Compare(key, after) > 0)
            {
                yield return found.ToHead(key);
            }
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IObjectStore? FindStore(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return StoreLocation.FindBelow(Location, location) switch
        {
            null => null,
            "" => this,
            string prefix => this.Under(prefix),
        };
    }

    /// <inheritdoc/>
    public string? FindLocalPath(string key)
    {
        ObjectKey.Validate(key);
        return null;
    }

    private static void Begin(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private StoredObject Get(string key) => Volatile.Read(ref _objects).TryGetValue(key, out StoredObject? found)
        ? found
        : throw new ObjectNotFoundException(Location, key);

    private bool Write(string key, byte[] content, bool replace)
    {
        lock (_lock)
        {
            if (!replace && _objects.ContainsKey(key))
            {
                return false;
            }

            _objects = _objects.SetItem(key, new StoredObject(content, _time.GetUtcNow(), ++_writes));
            return true;
        }
    }

    private sealed record StoredObject(byte[] Content, DateTimeOffset Modified, long Write)
    {
        public ObjectHead ToHead(string key) =>
            new(key, Content.Length, Modified, Write.ToString("x", CultureInfo.InvariantCulture));
    }
}
