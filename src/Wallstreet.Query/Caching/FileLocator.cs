using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Files;
using Wallstreet.Query.Rewriting;
using Wallstreet.Storage;

namespace Wallstreet.Query.Caching;

/// <summary>Says where on this machine a table's files lie, after fetching those that do not, and which of
/// their rows are deleted.</summary>
internal sealed class FileLocator(ObjectCache cache, ObjectStoreFactory stores, string tempDirectory)
{
    private const int FetchesMax = 8;

    /// <summary>The local paths of files, in their order. Copies stay until <paramref name="held"/> is disposed.</summary>
    public async ValueTask<IReadOnlyList<LocalFile>> LocateAsync(
        DeltaTable table, IReadOnlyList<AddFile> files, HeldFiles held, CancellationToken cancellationToken)
    {
        var located = new LocalFile[files.Count];
        List<(int Index, IObjectStore Store, string Key)> remote = [];
        for (int index = 0; index < files.Count; index++)
        {
            (IObjectStore store, string key) = Resolve(table, files[index].Path);
            if (store.FindLocalPath(key) is { } path)
            {
                located[index] = new LocalFile(files[index], path);
                held.AddDirectory(DirectoryOf(table, store, path));
            }
            else
            {
                remote.Add((index, store, key));
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = FetchesMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(remote, options, async (item, token) =>
        {
            CacheLease lease = await cache.GetAsync(item.Store, item.Key, files[item.Index].SizeBytes, token)
                .ConfigureAwait(false);
            held.Add(lease);
            located[item.Index] = new LocalFile(files[item.Index], lease.Path);
        }).ConfigureAwait(false);
        await ReadDeletedRowsAsync(table, located, options).ConfigureAwait(false);
        return located;
    }

    /// <summary>The files that rows are moved from: where a file says that columns are variants, which may lie in parts,
    /// a copy stands for it that has them in one piece each, with the same rows in the same order.</summary>
    public LocalFile[] MakePlain(IReadOnlyList<LocalFile> files, HeldFiles held)
    {
        FileShape[] shapes = FileShapes.Read(files);
        return [.. files.Select((file, index) =>
        {
            if (!VariantFiles.SayVariant(shapes[index].Columns))
            {
                return file;
            }

            Directory.CreateDirectory(tempDirectory);
            string plain = Path.Combine(tempDirectory, $"variants-{Guid.NewGuid():N}.parquet");
            held.AddTemporary(plain);
            VariantFiles.WritePlain(file.Path, plain);
            return file with { Path = plain };
        })];
    }

    /// <summary>Adds the folders of all files of a table on this machine, before it is known which will be read.</summary>
    public void AddDirectories(DeltaTable table, IEnumerable<AddFile> files, HeldFiles held)
    {
        if (FindDirectory(table.Store) is { } own)
        {
            held.AddDirectory(own);
        }

        foreach (AddFile file in files.Where(static file => IsAbsolute(file.Path)))
        {
            (IObjectStore store, string key) = Resolve(table, file.Path);
            if (store.FindLocalPath(key) is { } path)
            {
                held.AddDirectory(DirectoryOf(table, store, path));
            }
        }
    }

    private static Task ReadDeletedRowsAsync(DeltaTable table, LocalFile[] located, ParallelOptions options)
    {
        IEnumerable<int> deleted = Enumerable.Range(0, located.Length)
            .Where(index => located[index].Add.DeletionVector is not null);
        return Parallel.ForEachAsync(deleted, options, async (index, token) => located[index] = located[index] with
        {
            Deleted = await table.ReadDeletionVectorAsync(located[index].Add, token).ConfigureAwait(false),
        });
    }

    /// <summary>The folder of a table on this machine; <see langword="null"/> for a remote table.</summary>
    public static string? FindDirectory(IObjectStore store) =>
        store.FindLocalPath("_delta_log") is { } log ? Path.GetDirectoryName(Path.GetFullPath(log)) : null;

    private (IObjectStore Store, string Key) Resolve(DeltaTable table, string path)
    {
        if (DataPath.TryResolve(path, table.Store, out (IObjectStore Store, string Key) found))
        {
            return found;
        }

        string location = DataPath.GetUri(path, table.Location).AbsoluteUri;
        int slash = location.LastIndexOf('/');
        return (stores.Open(location[..(slash + 1)]), Uri.UnescapeDataString(location[(slash + 1)..]));
    }

    private static bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.Contains(":/", StringComparison.Ordinal);

    private static string DirectoryOf(DeltaTable table, IObjectStore store, string path) =>
        (ReferenceEquals(store, table.Store) ? FindDirectory(store) : null) ?? Path.GetDirectoryName(path)!;
}
