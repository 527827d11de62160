namespace Wallstreet.Storage.Local;

/// <summary>
/// Writes the files of a folder under reserved names, flushes them as far as the store promises, and gives them their names in
/// one step. Errors of the file system are thrown as they are.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="durability">What must outlive which failure.</param>
/// <param name="unflushed">Takes the files whose flush can wait for the next name that may lead to them.</param>
internal sealed class LocalWriter(string root, LocalDurability durability, UnflushedFiles unflushed)
{
    /// <summary>Writes a file that may replace one, flushed.</summary>
    public void Put(string path, ReadOnlySpan<byte> content) => WriteThen(path, content, Replace, flush: true);

    /// <summary>Writes a file if its name is free, flushed, and after all that its name may lead to.</summary>
    /// <returns>Whether the name was free.</returns>
    public bool TryPutIfAbsent(string path, ReadOnlySpan<byte> content) =>
        WriteThen(path, content, LocalFile.TryName, flush: true, FindBefore());

    /// <summary>Writes a file that may replace one and is flushed before the next name that may lead to it.</summary>
    public void PutAhead(string path, ReadOnlySpan<byte> content)
    {
        WriteThen(path, content, Replace, flush: false);
        if (durability != LocalDurability.Process && !unflushed.TryAdd(path))
        {
            LocalFile.Flush(path);
        }
    }

    /// <summary>Writes a file if its name is free, and never flushes it.</summary>
    /// <returns>Whether the name was free.</returns>
    public bool TryPutExpendable(string path, ReadOnlySpan<byte> content) =>
        WriteThen(path, content, LocalFile.TryName, flush: false);

    /// <summary>Takes a finished file over, flushed: by its name alone if it lies on this file system, else by a copy.</summary>
    public async Task TakeAsync(string source, string path, CancellationToken cancellationToken)
    {
        string unfinished = NewUnfinishedBeside(path);
        bool flush = durability != LocalDurability.Process;
        try
        {
            if (flush)
            {
                LocalFile.Flush(source);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (source != path && !TryRename(source, path))
            {
                await LocalFile.CopyAsync(source, unfinished, flush, cancellationToken).ConfigureAwait(false);
                Replace(unfinished, path);
            }

            FlushFolderOf(path);
        }
        finally
        {
            LocalFile.RemoveUnfinished(unfinished);
        }
    }

    /// <summary>Removes a file if it is there.</summary>
    public void Remove(string path)
    {
        // A folder of that name is no object.
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        unflushed.Forget(path);
    }

    /// <summary>Removes the files under reserved names that were last written at a time or before it.</summary>
    /// <returns>How many files were removed.</returns>
    public int RemoveUnfinished(DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(root))
        {
            return 0;
        }

        int removed = 0;
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        foreach (FileInfo file in new DirectoryInfo(root).EnumerateFiles("*", everywhere))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ObjectKey.IsUnfinishedName(file.Name) && file.LastWriteTimeUtc <= notAfter.UtcDateTime)
            {
                file.Delete();
                removed++;
            }
        }

        return removed;
    }

    /// <summary>What must have reached the disk before a name that may lead to it; null if there is nothing.</summary>
    private Action? FindBefore() => durability == LocalDurability.Process || unflushed.IsEmpty
        ? null
        : () => unflushed.Flush(root);

    private bool WriteThen(
        string path, ReadOnlySpan<byte> content, Func<string, string, bool> name, bool flush, Action? before = null)
    {
        string unfinished = NewUnfinishedBeside(path);
        bool moved = false;
        try
        {
            LocalFile.Write(unfinished, content, flush && durability != LocalDurability.Process, before);
            bool named = name(unfinished, path);
            moved = name == Replace;
            if (flush)
            {
                FlushFolderOf(path);
            }

            return named;
        }
        finally
        {
            if (!moved)
            {
                LocalFile.RemoveUnfinished(unfinished);
            }
        }
    }

    private static string NewUnfinishedBeside(string path) =>
        Path.Join(Path.GetDirectoryName(path), ObjectKey.NewUnfinishedName());

    private static bool Replace(string unfinished, string path)
    {
        if (!TryRename(unfinished, path))
        {
            File.Move(unfinished, path, overwrite: true);
        }

        return true;
    }

    /// <summary>Renames within one file system; never copies, which would not be atomic.</summary>
    private static bool TryRename(string source, string path) =>
        !OperatingSystem.IsWindows() && PosixFile.Rename(source, path) == 0;

    private void FlushFolderOf(string path)
    {
        if (durability == LocalDurability.Full && !OperatingSystem.IsWindows())
        {
            PosixFile.FlushFolder(Path.GetDirectoryName(path)!);
        }
    }
}
