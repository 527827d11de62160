using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>Finds files that nobody needs: by listing the store, or by what commits removed.</summary>
internal sealed class GarbageSearch(
    DeltaTable table, Snapshot snapshot, DateTimeOffset cutoff, Action<VacuumPhase, long, long> report)
{
    private const string NestedLog = "/" + LogFile.Folder;
    private readonly HiddenFolders _hidden = new(snapshot.PartitionFields);

    public ValueTask<(List<Garbage> Found, long Kept)> FindAsync(
        bool lite, NeededFiles needed, CancellationToken cancellationToken) =>
        lite ? FindInLogAsync(needed, cancellationToken) : FindInStoreAsync(needed, cancellationToken);

    /// <summary>The newest version that was committed before a time; null if there is none.</summary>
    public static async ValueTask<long?> FindLastBeforeAsync(
        DeltaTable table, Snapshot snapshot, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (snapshot.Timestamp <= time)
        {
            return snapshot.Version;
        }

        try
        {
            return await table.History.FindVersionAsync(snapshot, time, cancellationToken).ConfigureAwait(false);
        }
        catch (VersionNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Looks at every file below the table.</summary>
    private async ValueTask<(List<Garbage> Found, long Kept)> FindInStoreAsync(
        NeededFiles needed, CancellationToken cancellationToken)
    {
        List<Garbage> found = [];
        HashSet<string> nested = new(StringComparer.Ordinal);
        long seen = 0;
        await foreach (ObjectHead head in ListAsync(cancellationToken).ConfigureAwait(false))
        {
            report(VacuumPhase.Searching, ++seen, 0);
            int log = head.Key.IndexOf(NestedLog, StringComparison.Ordinal);
            if (log >= 0)
            {
                nested.Add(head.Key[..(log + 1)]);
            }
            else if (head.LastModified < cutoff && !_hidden.Hides(head.Key) && !needed.Contains(head.Key))
            {
                found.Add(new Garbage(head.Key, head.SizeBytes));
            }
        }

        // What lies in the folder of another table is that table's.
        found.RemoveAll(file => nested.Any(root => file.Key.StartsWith(root, StringComparison.Ordinal)));
        return (found, seen - found.Count);
    }

    /// <summary>All keys but those of the log, which may be many.</summary>
    private async IAsyncEnumerable<ObjectHead> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // '0' is the character after '/': all keys of the log lie before it.
        const string AfterLog = "_delta_log0";
        bool isLog = false;
        await foreach (ObjectHead head in table.Store.ListAsync("", null, cancellationToken).ConfigureAwait(false))
        {
            if (head.Key.StartsWith(LogFile.Folder, StringComparison.Ordinal))
            {
                isLog = true;
                break;
            }

            yield return head;
        }

        if (isLog)
        {
            await foreach (ObjectHead head in table.Store.ListAsync("", AfterLog, cancellationToken).ConfigureAwait(false))
            {
                yield return head;
            }
        }
    }

    /// <summary>Looks at what commits removed since the last vacuum.</summary>
    private async ValueTask<(List<Garbage> Found, long Kept)> FindInLogAsync(
        NeededFiles needed, CancellationToken cancellationToken)
    {
        long from = (await VacuumNote.TryReadAsync(table.Store, cancellationToken).ConfigureAwait(false) ?? -1) + 1;
        long? to = await FindLastBeforeAsync(table, snapshot, cutoff, cancellationToken).ConfigureAwait(false);
        if (to is null || from > to)
        {
            return ([], 0);
        }

        List<LogFile> files = await table.Log.ListAsync(from, cancellationToken).ConfigureAwait(false);
        LogFile[] commits = [.. files.Where(file => file.Kind == LogFileKind.Commit && file.Version <= to)];
        if (commits.Length == 0 || commits[0].Version != from)
        {
            throw new DeltaLogException(
                $"A lite vacuum of the table at {table.Location} needs the commits from version {from} on, and they were cleaned "
                + "up: which files they removed is not known. Run a full vacuum once.");
        }

        Dictionary<string, long> found = new(StringComparer.Ordinal);
        await foreach (CommitActions commit in table.Log.ReadAsync(commits, false, cancellationToken).ConfigureAwait(false))
        {
            Collect(commit, found);
            report(VacuumPhase.Searching, commit.Version - from + 1, commits.Length);
        }

        return ([.. found.Where(file => !needed.Contains(file.Key)).Select(static file => new Garbage(file.Key, file.Value))], 0);
    }

    private void Collect(CommitActions commit, Dictionary<string, long> found)
    {
        foreach (RemoveFile file in commit.Removes)
        {
            Add(found, file.Path, file.SizeBytes ?? 0);
            if (file.DeletionVector is { StorageType: "u" } vector)
            {
                Add(found, DataPath.FromKey(DeletionVectors.DeletionVectorReader.UuidKey(vector.PathOrInlineDv)), 0);
            }
        }

        foreach (AddCdcFile file in commit.ChangeFiles)
        {
            Add(found, file.Path, file.SizeBytes);
        }
    }

    /// <summary>Only files below the table that are its data can be garbage, whatever the log calls them.</summary>
    private void Add(Dictionary<string, long> found, string path, long sizeBytes)
    {
        if (DataPath.FindKey(path, table.Location) is not { Length: > 0 } key || _hidden.Hides(key))
        {
            return;
        }

        try
        {
            ObjectKey.Validate(key);
            found[key] = sizeBytes;
        }
        catch (InvalidObjectKeyException)
        {
            // No store can have such an object.
        }
    }
}
