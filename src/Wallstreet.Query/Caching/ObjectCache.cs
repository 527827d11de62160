using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wallstreet.Storage;

namespace Wallstreet.Query.Caching;

/// <summary>
/// Keeps immutable objects of remote stores on the local disk, the longest unused going first when there are too many
/// bytes. An object is fetched once however many ask for it, is checked before it becomes visible, and stays while it
/// is leased.
/// </summary>
internal sealed class ObjectCache : IDisposable
{
    private const int ChunkSizeBytes = 8 << 20;
    private const string PartialSuffix = ".partial";

    private readonly string _configuredDirectory;
    private readonly long _sizeBytesMax;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private FileStream? _ownership;
    private string? _directory;
    private long _sizeBytes;
    private long _clock;

    public ObjectCache(string directory, long sizeBytesMax)
    {
        _configuredDirectory = directory;
        _sizeBytesMax = sizeBytesMax;
    }

    /// <summary>The bytes held now.</summary>
    public long SizeBytes
    {
        get
        {
            lock (_lock)
            {
                return _sizeBytes;
            }
        }
    }

    /// <summary>A local copy of an object, kept until the lease is disposed.</summary>
    /// <param name="store">The object's store.</param>
    /// <param name="key">Its key.</param>
    /// <param name="sizeBytes">Its size as the log has it; any other size is an error.</param>
    /// <param name="cancellationToken">Gives the wait up; a fetch that others wait for goes on.</param>
    public async ValueTask<CacheLease> GetAsync(
        IObjectStore store, string key, long sizeBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            (CacheEntry entry, Task<string> copy, bool isOwn) = Begin(store, key, sizeBytes);
            try
            {
                return new CacheLease(this, entry, await copy.WaitAsync(cancellationToken).ConfigureAwait(false));
            }
            catch
            {
                // A fetch of another that failed, perhaps before this caller asked, says nothing of this caller's.
                bool hasFailed = GiveUp(entry, copy);
                if (isOwn || !hasFailed || cancellationToken.IsCancellationRequested)
                {
                    throw;
                }
            }
        }
    }

    public void Release(CacheEntry entry)
    {
        lock (_lock)
        {
            entry.Pins--;
            Evict(0);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ownership?.Dispose();
            if (_directory is not null && _directory != _configuredDirectory)
            {
                Directory.Delete(_directory, recursive: true);
            }

            _directory = null;
        }
    }

    /// <summary>Takes an object's entry and its fetch, which is the caller's own if nobody has begun one.</summary>
    private (CacheEntry Entry, Task<string> Copy, bool IsOwn) Begin(IObjectStore store, string key, long sizeBytes)
    {
        string name = NameOf(store, key, sizeBytes);
        lock (_lock)
        {
            Open();
            CacheEntry entry = Reserve(name, sizeBytes);
            entry.Pins++;
            entry.LastUse = ++_clock;
            bool isOwn = entry.Copy is null or { IsFaulted: true };
            if (isOwn)
            {
                entry.Copy = Task.Run(() => FetchAsync(store, key, sizeBytes, PathOf(name)), CancellationToken.None);
            }

            return (entry, entry.Copy!, isOwn);
        }
    }

    /// <summary>Leaves an entry whose copy was not waited for to its end.</summary>
    /// <returns>Whether its fetch has failed.</returns>
    private bool GiveUp(CacheEntry entry, Task<string> copy)
    {
        lock (_lock)
        {
            entry.Pins--;
            if (copy.IsFaulted && ReferenceEquals(entry.Copy, copy))
            {
                entry.Copy = null;
                Forget(entry);
            }

            return copy.IsFaulted;
        }
    }

    private static async Task<string> FetchAsync(IObjectStore store, string key, long sizeBytes, string path)
    {
        var existing = new FileInfo(path);
        if (existing.Exists && existing.Length == sizeBytes)
        {
            return path;
        }

        string partial = string.Create(CultureInfo.InvariantCulture, $"{path}.{Guid.NewGuid():N}{PartialSuffix}");
        try
        {
            await FetchPartsAsync(store, key, sizeBytes, partial).ConfigureAwait(false);
            File.Move(partial, path, overwrite: true);
            return path;
        }
        catch (ObjectNotFoundException error)
        {
            throw new QueryFailedException(
                $"The object {store.Location}{key} is missing, and the table's log says that it is there. It was deleted "
                + "past the log; restore it from a copy, or the table to a version without it.",
                error);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task FetchPartsAsync(IObjectStore store, string key, long sizeBytes, string partial)
    {
        var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        await using (file.ConfigureAwait(false))
        {
            long offset = 0;
            while (true)
            {
                byte[] part = await store.GetRangeAsync(key, offset, ChunkSizeBytes, CancellationToken.None)
                    .ConfigureAwait(false);
                await file.WriteAsync(part).ConfigureAwait(false);
                offset += part.Length;
                if (part.Length < ChunkSizeBytes || offset > sizeBytes)
                {
                    break;
                }
            }

            if (offset != sizeBytes)
            {
                throw new QueryFailedException(string.Create(CultureInfo.InvariantCulture,
                    $"The object {store.Location}{key} has {offset} bytes where the table's log says {sizeBytes}. ")
                    + "It was damaged or replaced after it was committed; restore it from a copy.");
            }
        }
    }

    private CacheEntry Reserve(string name, long sizeBytes)
    {
        if (_entries.TryGetValue(name, out CacheEntry? known))
        {
            return known;
        }

        Evict(sizeBytes);
        if (_sizeBytes + sizeBytes > _sizeBytesMax)
        {
            throw new QueryFailedException(string.Create(CultureInfo.InvariantCulture,
                $"The cache of remote objects may hold {_sizeBytesMax} bytes; {_sizeBytes} are in use and {sizeBytes} more ")
                + "are needed. Raise its limit, or narrow the statement.");
        }

        var entry = new CacheEntry(name, sizeBytes);
        _entries.Add(name, entry);
        _sizeBytes += sizeBytes;
        return entry;
    }

    /// <summary>Makes room. What is being fetched stays although nobody waits for it: its file would come afterwards, and
    /// be counted by nobody.</summary>
    private void Evict(long neededBytes)
    {
        while (_sizeBytes + neededBytes > _sizeBytesMax
            && _entries.Values.Where(static entry => entry is { Pins: 0, Copy: null or { IsCompleted: true } }).MinBy(entry => entry.LastUse) is { } oldest)
        {
            Forget(oldest);
            File.Delete(PathOf(oldest.Name));
        }
    }

    private void Forget(CacheEntry entry)
    {
        if (_entries.Remove(entry.Name))
        {
            _sizeBytes -= entry.SizeBytes;
        }
    }

    /// <summary>
    /// Takes the folder. Only one process owns it at a time, as another could evict what this one reads; a second
    /// process works in a folder of its own.
    /// </summary>
    private void Open()
    {
        if (_directory is not null)
        {
            return;
        }

        Directory.CreateDirectory(_configuredDirectory);
        try
        {
            _ownership = new FileStream(Path.Combine(_configuredDirectory, "owner.lock"), FileMode.OpenOrCreate,
                FileAccess.ReadWrite, FileShare.None);
            _directory = _configuredDirectory;
        }
        catch (IOException)
        {
            _directory = Path.Combine(_configuredDirectory, Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(_directory);
            return;
        }

        foreach (FileInfo file in new DirectoryInfo(_directory).EnumerateFiles().OrderBy(file => file.LastAccessTimeUtc))
        {
            if (file.Extension == PartialSuffix)
            {
                file.Delete();
            }
            else if (file.Extension == ".parquet")
            {
                var entry = new CacheEntry(file.Name, file.Length) { LastUse = ++_clock };
                _entries.Add(file.Name, entry);
                _sizeBytes += file.Length;
            }
        }

        Evict(0);
    }

    private string PathOf(string name) => Path.Combine(_directory!, name);

    private static string NameOf(IObjectStore store, string key, long sizeBytes)
    {
        string identity = string.Create(CultureInfo.InvariantCulture, $"{store.Location}\n{key}\n{sizeBytes}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))) + ".parquet";
    }
}
