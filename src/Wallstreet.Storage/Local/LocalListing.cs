namespace Wallstreet.Storage.Local;

/// <summary>Walks a folder in the order of keys, entering only subfolders that can hold wanted keys.</summary>
internal sealed class LocalListing(string root, string prefix, string? afterKey, CancellationToken cancellationToken)
{
    private static readonly EnumerationOptions _everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    public IEnumerable<ObjectHead> Read()
    {
        // Whole segments of the prefix name the folder to begin in.
        string start = prefix[..(prefix.LastIndexOf('/') + 1)];
        return ReadFolder(start);
    }

    private IEnumerable<ObjectHead> ReadFolder(string folder)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach ((string key, FileSystemInfo entry) in ReadEntries(folder))
        {
            if (entry is FileInfo file)
            {
                if (LocalFile.FindHead(file, key) is { } head)
                {
                    yield return head;
                }

                continue;
            }

            foreach (ObjectHead head in ReadFolder(key))
            {
                yield return head;
            }
        }
    }

    /// <summary>The entries of one folder in key order; a subfolder sorts with a slash at its end, as its keys do.</summary>
    private List<(string Key, FileSystemInfo Entry)> ReadEntries(string folder)
    {
        List<(string Key, FileSystemInfo Entry)> entries = [];
        try
        {
            DirectoryInfo directory = new(Path.Join(root, folder));
            foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos("*", _everything))
            {
                string key = entry is DirectoryInfo ? folder + entry.Name + "/" : folder + entry.Name;
                if (!ObjectKey.IsUnfinishedName(entry.Name) && IsWanted(key, entry is DirectoryInfo))
                {
                    entries.Add((key, entry));
                }
            }
        }
        catch (Exception error) when (LocalErrors.IsMissing(error))
        {
            // No such folder, or deleted meanwhile: then there are no objects.
            return [];
        }

        entries.Sort(static (a, b) => ObjectKey.Compare(a.Key, b.Key));
        return entries;
    }

    private bool IsWanted(string key, bool isFolder)
    {
        bool matches = key.StartsWith(prefix, StringComparison.Ordinal)
            || (isFolder && prefix.StartsWith(key, StringComparison.Ordinal));
        return matches
            && (afterKey is null
                || ObjectKey.Compare(key, afterKey) > 0
                || (isFolder && afterKey.StartsWith(key, StringComparison.Ordinal)));
    }
}
