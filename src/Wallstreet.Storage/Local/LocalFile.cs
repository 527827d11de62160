using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Wallstreet.Storage.Local;

/// <summary>Files as objects: reading them, and giving finished content its name in one step.</summary>
internal static class LocalFile
{
    public static ObjectHead? FindHead(FileInfo file, string key)
    {
        try
        {
            // Asks the file system, and fails if it fails. Whether the next commit is there is asked before every read and
            // write of a table, and the answer is mostly no: too often for an exception.
            DateTimeOffset modified = new(file.LastWriteTimeUtc, TimeSpan.Zero);
            if (!file.Exists)
            {
                return null;
            }

            long size = file.Length;
            string etag = string.Create(CultureInfo.InvariantCulture, $"{modified.UtcTicks:x}-{size:x}");
            return new ObjectHead(key, size, modified, etag);
        }
        catch (Exception error) when (LocalErrors.IsMissing(error))
        {
            return null;
        }
    }

    public static SafeFileHandle OpenRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Writes a file that has no readers yet, creating its folder when there is none.</summary>
    /// <param name="path">Where.</param>
    /// <param name="content">Its content.</param>
    /// <param name="flush">Whether to flush it.</param>
    /// <param name="before">What must have reached the disk before this file has, or null.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, bool flush, Action? before = null)
    {
        using SafeFileHandle handle = CreateNew(path);
        RandomAccess.Write(handle, content, fileOffset: 0);
        if (before is not null)
        {
            // The place of the content on the disk is chosen now, so that one entry of the journal can tell it along with
            // what is flushed first.
            PosixFile.BeginFlush(handle);
            before();
        }

        if (flush)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>Copies a file to a name that has no readers yet.</summary>
    public static async Task CopyAsync(string source, string path, bool flush, CancellationToken cancellationToken)
    {
        const int BufferBytes = 1 << 20;
        FileStream input = new(
            source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        await using (input.ConfigureAwait(false))
        {
            FileStream output = new(CreateNew(path), FileAccess.Write, bufferSize: 0);
            await using (output.ConfigureAwait(false))
            {
                await input.CopyToAsync(output, BufferBytes, cancellationToken).ConfigureAwait(false);
                output.Flush(flushToDisk: flush);
            }
        }
    }

    /// <summary>
    /// Removes an unfinished file if it is there. That it stays must not hide why its write failed: under its name it is
    /// never listed.
    /// </summary>
    public static void RemoveUnfinished(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The write itself has told its outcome.
        }
    }

    public static void Flush(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Gives an unfinished file its name unless the name is taken.</summary>
    /// <returns>Whether the name was free.</returns>
    public static bool TryName(string unfinished, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(unfinished, path);
        }

        int error = PosixFile.Link(unfinished, path);
        if (PosixFile.IsUnsupported(error))
        {
            error = PosixFile.RenameIfFree(unfinished, path);
        }

        return error switch
        {
            0 => true,
            _ when PosixFile.IsExists(error) => false,
            _ => throw PosixFile.ToException("name", path, error),
        };
    }

    private static bool TryMove(string unfinished, string path)
    {
        try
        {
            File.Move(unfinished, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static SafeFileHandle CreateNew(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (Exception error) when (error is DirectoryNotFoundException or FileNotFoundException)
        {
            // "The file is missing" is said of a new file if another writer made the folder in between.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
    }
}
