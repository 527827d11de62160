using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Which files a read of changes needs. Read it with an engine.</summary>
public sealed class ChangePlan
{
    internal ChangePlan(
        Snapshot snapshot,
        ChangeColumns columns,
        IReadOnlyList<VersionChanges> versions,
        Predicate? filter = null,
        int filesPruned = 0)
    {
        Snapshot = snapshot;
        Columns = columns;
        Versions = versions;
        Filter = filter;
        FilesPruned = filesPruned;
    }

    /// <summary>The version whose schema the rows have: the last of the range.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>The table's columns, all of which may be null, and after them <c>_change_type</c>,
    /// <c>_commit_version</c> and <c>_commit_timestamp</c>.</summary>
    public StructType Schema => Columns.Schema;

    /// <summary>The versions in order, those too that changed no row.</summary>
    public IReadOnlyList<VersionChanges> Versions { get; }

    /// <summary>The files of all versions, in order.</summary>
    public IEnumerable<ChangeFile> Files => Versions.SelectMany(static version => version.Files);

    /// <summary>The filter that pruned files. It must still be applied to rows of files that match
    /// <see cref="FileMatch.Maybe"/>.</summary>
    public Predicate? Filter { get; }

    /// <summary>How many files need not be read because of the filter.</summary>
    public int FilesPruned { get; }

    internal ChangeColumns Columns { get; }

    /// <summary>Leaves out files that cannot have a matching row.</summary>
    /// <param name="filter">A condition over <see cref="Schema"/>.</param>
    /// <returns>The plan with the filter instead of the one it had; files that are pruned already stay so.</returns>
    public ChangePlan Prune(Predicate filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ScanPlanner recorded = Columns.Planner(ChangeKind.Recorded, filter);
        ScanPlanner inferred = Columns.Planner(ChangeKind.Insert, filter);
        int before = Versions.Sum(static version => version.Files.Count);
        List<VersionChanges> kept = [];
        foreach (VersionChanges version in Versions)
        {
            IEnumerable<ChangeFile> files = version.Files
                .Select(file => file with
                {
                    Scan = (file.Kind == ChangeKind.Recorded ? recorded : inferred).Plan(file.Scan.Add),
                })
                .Where(static file => file.Match != FileMatch.None);
            kept.Add(version with { Files = [.. files] });
        }

        int after = kept.Sum(static version => version.Files.Count);
        return new ChangePlan(Snapshot, Columns, kept, filter, FilesPruned + before - after);
    }
}
