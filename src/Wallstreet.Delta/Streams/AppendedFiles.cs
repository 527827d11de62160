using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Scan;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Streams;

/// <summary>The rows that came with a commit, as a stream gives them that does not read the change feed. Each file has a
/// place that depends on the commit alone, so that offsets hold whatever the options.</summary>
internal sealed class AppendedFiles(IObjectStore store, StreamOptions options, ChangeColumns columns)
{
    private readonly ScanPlanner _planner = columns.Planner(ChangeKind.Insert, null);

    /// <exception cref="StreamException">The commit deleted or changed rows, and no option says what then.</exception>
    public async ValueTask<List<(long Place, ChangeFile File)>> FindAsync(
        CommitActions commit, CancellationToken cancellationToken)
    {
        Dictionary<string, RemoveFile> removes = new(StringComparer.Ordinal);
        foreach (RemoveFile remove in commit.Removes)
        {
            removes.TryAdd(remove.Key.Path, remove);
        }

        List<(long Place, ChangeFile File)> found = [];
        bool went = false;
        for (int place = 0; place < commit.Adds.Count; place++)
        {
            AddFile add = commit.Adds[place];
            if (!removes.Remove(add.Key.Path, out RemoveFile? remove))
            {
                if (add.DataChange)
                {
                    found.Add((place, FileOf(commit.Version, add, null)));
                }
            }
            else if (add.DataChange || remove.DataChange)
            {
                (bool came, bool left) = await CompareAsync(remove, add, cancellationToken).ConfigureAwait(false);
                went |= left;
                if (came)
                {
                    found.Add((place, FileOf(commit.Version, add, remove.DeletionVector)));
                }
            }
        }

        if (went || removes.Values.Any(static remove => remove.DataChange))
        {
            RequireAllowed(commit, found.Count > 0);
            return options.SkipChangeCommits ? [] : found;
        }

        return found;
    }

    public ChangeFile FileOf(long version, AddFile add, DeletionVectorDescriptor? within) =>
        new(version, ChangeKind.Insert, _planner.Plan(add)) { Within = within };

    /// <summary>Whether a file with another deletion vector gives rows back, and whether it takes rows away.</summary>
    private async ValueTask<(bool Came, bool Went)> CompareAsync(
        RemoveFile remove, AddFile add, CancellationToken cancellationToken)
    {
        if (remove.DeletionVector is not { } before || add.DeletionVector is not { } now)
        {
            return (remove.DeletionVector is not null, add.DeletionVector is not null);
        }

        if (now.UniqueId == before.UniqueId)
        {
            return (false, false);
        }

        DeletionVectorReader reader = new(store);
        DeletionVector old = await reader.ReadAsync(add.Path, before, cancellationToken).ConfigureAwait(false);
        DeletionVector current = await reader.ReadAsync(add.Path, now, cancellationToken).ConfigureAwait(false);
        return (old.Rows.Any(row => !current.IsDeleted(row)), current.Rows.Any(row => !old.IsDeleted(row)));
    }

    private void RequireAllowed(CommitActions commit, bool came)
    {
        if (options.SkipChangeCommits || options.IgnoreChanges || (options.IgnoreDeletes && !came))
        {
            return;
        }

        string operation = commit.CommitInfo?.Operation is { } name ? $" ({name})" : "";
        throw came
            ? new StreamException(
                StreamProblem.RowsChanged,
                commit.Version,
                $"Version {commit.Version}{operation} of the table at {store.Location} changed or replaced rows, and this "
                + "stream gives only rows that come. Read the change feed (ReadChangeFeed), take rewritten rows again "
                + "(IgnoreChanges), or pass such commits over (SkipChangeCommits).")
            : new StreamException(
                StreamProblem.RowsDeleted,
                commit.Version,
                $"Version {commit.Version}{operation} of the table at {store.Location} deleted rows, and this stream gives "
                + "only rows that come. Read the change feed (ReadChangeFeed), or pass deletes over (IgnoreDeletes).");
    }
}
