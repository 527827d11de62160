using System.Collections.Concurrent;

namespace Wallstreet.Storage.Local;

/// <summary>The files of this process that have their names and have not been flushed. Whoever gives a name that may lead
/// to them flushes them first, together with its own content: the file system then writes its journal once and not for
/// every file.</summary>
/// <param name="flush">Flushes a file.</param>
internal sealed class UnflushedFiles(Action<string> flush)
{
    /// <summary>With so many files waiting, further ones are flushed at once.</summary>
    private const int FilesMax = 256;

    private readonly ConcurrentDictionary<string, Entry> _files = new(StringComparer.Ordinal);

    /// <summary>One for all stores of the process: two of them may be of one folder.</summary>
    public static UnflushedFiles OfProcess { get; } = new(LocalFile.Flush);

    public bool IsEmpty => _files.IsEmpty;

    /// <summary>Takes a file that was just named.</summary>
    /// <returns>Whether it will be flushed later; else the caller must do it.</returns>
    public bool TryAdd(string path)
    {
        if (_files.Count >= FilesMax)
        {
            return false;
        }

        _files[path] = new Entry();
        return true;
    }

    /// <summary>The file is gone, or has another content.</summary>
    public void Forget(string path) => _files.TryRemove(path, out _);

    /// <summary>Flushes all files that were taken until now, or waits until another caller has.</summary>
    /// <param name="root">A folder. A file below it that could not be flushed stays lost: a second try would say that all is
    /// well, as a disk tells of a lost page once.</param>
    /// <exception cref="IOException">A file could not be flushed.</exception>
    public void Flush(string root)
    {
        foreach ((string path, Entry entry) in _files)
        {
            lock (entry)
            {
                if (entry.Failure is not null)
                {
                    if (IsBelow(path, root))
                    {
                        throw Lost(path, entry.Failure);
                    }

                    continue;
                }

                Flush(path, entry);
            }
        }
    }

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && path.Length > root.Length
        && (path[root.Length] == Path.DirectorySeparatorChar || Path.EndsInDirectorySeparator(root));

    private static IOException Lost(string path, Exception failure) => new(
        $"'{path}' may not have reached the disk ({failure.Message}), so nothing that needs it may be committed. Look after the "
        + "disk, delete the file, and write its rows again.",
        failure);

    private void Flush(string path, Entry entry)
    {
        try
        {
            // Another caller may have flushed it while this one waited.
            if (!entry.IsFlushed)
            {
                flush(path);
                entry.IsFlushed = true;
            }
        }
        catch (Exception error) when (LocalErrors.IsMissing(error))
        {
            // It was taken back, so that nothing can lead to it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            entry.Failure = error;
            throw Lost(path, error);
        }

        _files.TryRemove(KeyValuePair.Create(path, entry));
    }

    /// <summary>Locked while its file is flushed.</summary>
    private sealed class Entry
    {
        public bool IsFlushed { get; set; }

        public Exception? Failure { get; set; }
    }
}
