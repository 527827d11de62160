using System.Collections.Concurrent;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Versions;

/// <summary>Looks whether files that a commit is to name are there, data files and deletion vectors.</summary>
internal static class FileExistence
{
    private const int NamesMax = 10;

    /// <exception cref="DataFileException">Names the files that are missing.</exception>
    public static async Task RequireAsync(
        DeltaTable table, IEnumerable<AddFile> files, string purpose, CancellationToken cancellationToken)
    {
        ConcurrentBag<string> missing = [];
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = table.Options.RequestsInFlightMax,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(files.SelectMany(PathsOf).Distinct(), parallel, async (path, token) =>
        {
            if (!DataPath.TryResolve(path, table.Store, out (IObjectStore Store, string Key) place)
                || await place.Store.FindHeadAsync(place.Key, token).ConfigureAwait(false) is null)
            {
                missing.Add(path);
            }
        }).ConfigureAwait(false);
        if (!missing.IsEmpty)
        {
            string[] names = [.. missing.Order(StringComparer.Ordinal)];
            string more = names.Length > NamesMax ? $" and {names.Length - NamesMax} more" : "";
            throw new DataFileException(
                $"It is not possible to {purpose} of the table at {table.Location}: {names.Length} "
                + $"{(names.Length == 1 ? "file is" : "files are")} gone, most likely vacuumed: "
                + $"{string.Join(", ", names.Take(NamesMax))}{more}. Restore them from a backup, or choose a newer version.");
        }
    }

    private static IEnumerable<string> PathsOf(AddFile file) => file.DeletionVector switch
    {
        { StorageType: "u" } vector => [file.Path, DataPath.FromKey(DeletionVectorReader.UuidKey(vector.PathOrInlineDv))],
        { StorageType: "p" } vector => [file.Path, vector.PathOrInlineDv],
        _ => [file.Path],
    };
}
