using System.IO.Enumeration;

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

    /// <summary>The objects. Whole segments of the prefix name the folder to begin in.</summary>
    public IEnumerable<ObjectHead> Read()
    {
        string start = prefix[..(prefix.LastIndexOf('/') + 1)];
        bool isBefore = afterKey is not null
            && ObjectKey.Compare(start, afterKey) < 0
            && !afterKey.StartsWith(start, StringComparison.Ordinal);
        return isBefore ? [] : ReadFolder(start);
    }

    /// <param name="folder">Its key, empty or with a slash at the end.</param>
    private IEnumerable<ObjectHead> ReadFolder(string folder)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (string key in ReadKeys(folder))
        {
            if (!key.EndsWith('/'))
            {
                if (LocalFile.FindHead(new FileInfo(Path.Join(root, key)), key) is { } head)
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

    /// <summary>The wanted entries of one folder in key order; a subfolder has a slash at its end, as its keys do.</summary>
    private List<string> ReadKeys(string folder)
    {
        // What is left of the limits below this folder. Long logs are filtered here, before anything is allocated.
        string prefixBelow = prefix.StartsWith(folder, StringComparison.Ordinal) ? prefix[folder.Length..] : "";
        string? afterBelow =
            afterKey is not null && afterKey.StartsWith(folder, StringComparison.Ordinal) ? afterKey[folder.Length..] : null;
        List<string> keys = [];
        try
        {
            keys.AddRange(new FileSystemEnumerable<string>(
                Path.Join(root, folder),
                (ref FileSystemEntry entry) => string.Concat(folder, entry.FileName, entry.IsDirectory ? "/" : ""),
                _everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !ObjectKey.IsUnfinishedName(entry.FileName)
                    && (entry.IsDirectory
                        ? IsWantedFolder(entry.FileName, prefixBelow, afterBelow)
                        : entry.FileName.StartsWith(prefixBelow, StringComparison.Ordinal)
                            && (afterBelow is null || ObjectKey.Compare(entry.FileName, afterBelow) > 0)),
            });
        }
        catch (Exception error) when (LocalErrors.IsMissing(error))
        {
            // No such folder, or deleted meanwhile: then there are no objects.
            return [];
        }

        keys.Sort(ObjectKey.Order);
        return keys;
    }

    private static bool IsWantedFolder(ReadOnlySpan<char> name, string prefixBelow, string? afterBelow)
    {
        string key = string.Concat(name, "/");
        return (key.StartsWith(prefixBelow, StringComparison.Ordinal) || prefixBelow.StartsWith(key, StringComparison.Ordinal))
            && (afterBelow is null
                || ObjectKey.Compare(key, afterBelow) > 0
                || afterBelow.StartsWith(key, StringComparison.Ordinal));
    }
}
