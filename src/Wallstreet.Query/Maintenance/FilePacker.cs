using Wallstreet.Delta.Scan;

namespace Wallstreet.Query.Maintenance;

/// <summary>Puts small files together so that each heap makes about one file of the target size.</summary>
internal static class FilePacker
{
    /// <summary>How many heaps stay open: files of about one age come together, which keeps the bounds of columns that
    /// grow with time narrow.</summary>
    private const int OpenMax = 16;

    /// <summary>Packs files of one partition, oldest first.</summary>
    /// <param name="files">Files to put together.</param>
    /// <param name="sizeOf">What a file counts for: the bytes of its rows that are left.</param>
    /// <param name="targetSizeBytes">How much a heap may hold.</param>
    /// <returns>The heaps; some may hold a single file.</returns>
    public static IReadOnlyList<IReadOnlyList<ScanFile>> Pack(
        IEnumerable<ScanFile> files, Func<ScanFile, long> sizeOf, long targetSizeBytes)
    {
        List<(List<ScanFile> Files, long Size)> open = [];
        List<IReadOnlyList<ScanFile>> closed = [];
        foreach (ScanFile file in files.OrderBy(static file => file.Add.ModificationTimeMilliseconds)
            .ThenBy(static file => file.Add.Path, StringComparer.Ordinal))
        {
            long size = sizeOf(file);
            int fits = open.FindIndex(heap => heap.Size + size <= targetSizeBytes);
            if (fits >= 0)
            {
                open[fits].Files.Add(file);
                open[fits] = (open[fits].Files, open[fits].Size + size);
                continue;
            }

            if (open.Count == OpenMax)
            {
                closed.Add(open[0].Files);
                open.RemoveAt(0);
            }

            open.Add(([file], size));
        }

        closed.AddRange(open.Select(static heap => heap.Files));
        return closed;
    }
}
