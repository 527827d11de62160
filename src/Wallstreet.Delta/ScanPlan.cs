using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta;

/// <summary>Which files a read of a version needs.</summary>
public sealed class ScanPlan
{
    internal ScanPlan(Snapshot snapshot, Predicate? filter, IReadOnlyList<ScanFile> files, int filesPruned)
    {
        Snapshot = snapshot;
        Filter = filter;
        Files = files;
        FilesPruned = filesPruned;
    }

    /// <summary>The version that is read.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The filter that pruned files. It must still be applied to rows of files that match
    /// <see cref="FileMatch.Maybe"/>.</summary>
    public Predicate? Filter { get; }

    /// <summary>The files to read.</summary>
    public IReadOnlyList<ScanFile> Files { get; }

    /// <summary>How many files of the version need not be read.</summary>
    public int FilesPruned { get; }
}
