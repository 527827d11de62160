using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Wallstreet.Storage.Local;

/// <summary>
/// A folder as an object store. Content is written under a reserved name beside its place and named in one step:
/// <c>rename(2)</c> replaces, <c>link(2)</c> creates only if the name is free. A writer that is killed leaves at most a
/// file under a reserved name, which is never listed and can be removed with <see cref="RemoveUnfinished"/>.
/// </summary>
/// <remarks>
/// On a file system, unlike in a bucket, no object can lie below another one (<c>a</c> and <c>a/b</c>), and a segment
/// of a key has at most 255 bytes. The folder is created by the first write.
/// </remarks>
public sealed class LocalObjectStore : IObjectStore
{
    private const long SynchronousReadBytesMax = 256 << 10;

    private readonly string _root;
    private readonly LocalOptions _options;
    private readonly LocalWriter _writer;

    /// <summary>Opens a folder, which need not exist yet.</summary>
    /// <param name="folder">Its path, absolute or relative to the working folder.</param>
    /// <param name="options">Settings; defaults if absent.</param>
    public LocalObjectStore(string folder, LocalOptions? options = null)
        : this(folder, options, UnflushedFiles.OfProcess)
    {
    }

    internal LocalObjectStore(string folder, LocalOptions? options, UnflushedFiles unflushed)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _options = options ?? new LocalOptions();
        _writer = new LocalWriter(_root, _options.Durability, unflushed);
        Location = StoreLocation.OfFolder(_root);
    }

    /// <inheritdoc/>
    public Uri Location { get; }

    /// <inheritdoc/>
    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Run(() => Guard(key, path, () => _writer.Put(path, content.Span)), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        return !File.Exists(path)
            && await Task.Run(() => Guard(key, path, () => _writer.TryPutIfAbsent(path, content.Span)), cancellationToken)
                .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask PutAheadAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_options.Durability == LocalDurability.Full)
        {
            return PutAsync(key, content, cancellationToken);
        }

        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        Guard(key, path, () => _writer.PutAhead(path, content.Span));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryPutExpendableAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Guard(key, path, () => _writer.TryPutExpendable(path, content.Span)));
    }

    /// <inheritdoc/>
    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        string source = Path.GetFullPath(localPath);
        cancellationToken.ThrowIfCancellationRequested();
        if (!File.Exists(source))
        {
            throw new FileNotFoundException($"The file to store as '{key}' does not exist: '{source}'.", source);
        }

        await Task.Run(
            () => GuardAsync(key, path, () => _writer.TakeAsync(source, path, cancellationToken)), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        using SafeFileHandle handle = OpenRead(key, path);
        return await ReadAsync(key, path, handle, 0, RandomAccess.GetLength(handle), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        cancellationToken.ThrowIfCancellationRequested();
        using SafeFileHandle handle = OpenRead(key, path);
        long available = Math.Clamp(RandomAccess.GetLength(handle) - offset, 0, length);
        return await ReadAsync(key, path, handle, offset, available, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Guard(key, path, () => LocalFile.FindHead(new FileInfo(path), key)));
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        string path = ToPath(key);
        cancellationToken.ThrowIfCancellationRequested();
        Guard(key, path, () => _writer.Remove(path));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        string? after = string.IsNullOrEmpty(afterKey) ? null : afterKey;
        using IEnumerator<ObjectHead> heads =
            new LocalListing(_root, prefix, after, cancellationToken).Read().GetEnumerator();
        while (Guard(prefix, _root, heads.MoveNext))
        {
            yield return heads.Current;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IObjectStore? FindStore(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.IsFile && location.Host.Length == 0 ? new LocalObjectStore(location.LocalPath, _options) : null;
    }

    /// <inheritdoc/>
    public string? FindLocalPath(string key) => ToPath(key);

    /// <summary>Removes what killed writers left behind.</summary>
    /// <param name="notAfter">Only files last written before this time, so that writes under way are spared.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>How many files were removed.</returns>
    public int RemoveUnfinished(DateTimeOffset notAfter, CancellationToken cancellationToken) =>
        _writer.RemoveUnfinished(notAfter, cancellationToken);

    private string ToPath(string key)
    {
        ObjectKey.Validate(key);
        if (Path.DirectorySeparatorChar != '/' && key.AsSpan().ContainsAny('\\', ':'))
        {
            throw new InvalidObjectKeyException(key, "Windows gives '\\' and ':' a meaning of their own");
        }

        return Path.Join(_root, key);
    }

    private SafeFileHandle OpenRead(string key, string path) => Guard(key, path, () =>
    {
        try
        {
            return LocalFile.OpenRead(path);
        }
        catch (Exception error) when (LocalErrors.IsMissing(error) || Directory.Exists(path))
        {
            throw new ObjectNotFoundException(Location, key, error);
        }
    });

    private async ValueTask<byte[]> ReadAsync(
        string key, string path, SafeFileHandle handle, long offset, long length, CancellationToken cancellationToken)
    {
        if (length > Array.MaxLength)
        {
            throw new ObjectStoreFailedException(
                $"Object '{key}' of {Location} has {length} bytes, too many to read at once; read ranges of it.");
        }

        byte[] content = new byte[length];
        int done = 0;
        try
        {
            while (done < content.Length)
            {
                int read = length <= SynchronousReadBytesMax
                    ? RandomAccess.Read(handle, content.AsSpan(done), offset + done)
                    : await RandomAccess.ReadAsync(handle, content.AsMemory(done), offset + done, cancellationToken)
                        .ConfigureAwait(false);
                if (read == 0)
                {
                    throw new ObjectStoreFailedException(
                        $"'{path}' became shorter while it was read: something other than this store writes to it.");
                }

                done += read;
            }
        }
        catch (Exception error) when (LocalErrors.IsOfFileSystem(error))
        {
            throw LocalErrors.Translate(error, Location, key, path);
        }

        return content;
    }

    private void Guard(string key, string path, Action act) => Guard(key, path, () =>
    {
        act();
        return true;
    });

    private T Guard<T>(string key, string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (LocalErrors.IsOfFileSystem(error))
        {
            throw LocalErrors.Translate(error, Location, key, path);
        }
    }

    private async Task GuardAsync(string key, string path, Func<Task> act)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (Exception error) when (LocalErrors.IsOfFileSystem(error))
        {
            throw LocalErrors.Translate(error, Location, key, path);
        }
    }
}
