using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Finds what one commit did to rows. Protocol section "Add CDC File": where a commit has files of change data,
/// they alone tell; else whole files that came or went do.</summary>
/// <param name="commit">The commit.</param>
/// <param name="time">When it was committed.</param>
internal sealed class CommitChanges(CommitActions commit, DateTimeOffset time)
{
    private readonly List<(ChangeKind Kind, AddFile File, DeletionVectorDescriptor? Within)> _found = [];

    /// <summary>Whether some files were copied to others with some rows changed, so that rows which only moved cannot be
    /// told from rows that changed.</summary>
    public bool Rewrites { get; private set; }

    /// <summary>Whether any row changed.</summary>
    public bool HasAny => _found.Count > 0;

    /// <summary>Whether rows went with whole files, which have the schema of the version before.</summary>
    public bool HasDeletes => _found.Exists(static item => item.Kind == ChangeKind.Delete);

    /// <summary>The changes with the values of their columns; statistics prune nothing yet.</summary>
    public VersionChanges ToVersion(ChangeColumns columns)
    {
        ScanPlanner recorded = columns.Planner(ChangeKind.Recorded, null);
        ScanPlanner inferred = columns.Planner(ChangeKind.Insert, null);
        List<ChangeFile> files = new(_found.Count);
        foreach ((ChangeKind kind, AddFile file, DeletionVectorDescriptor? within) in _found)
        {
            AddFile marked = columns.IsPlain ? file : file with
            {
                PartitionValues = ChangeColumns.Values(file.PartitionValues, kind, commit.Version, time),
            };
            ScanFile scan = (kind == ChangeKind.Recorded ? recorded : inferred).Plan(marked);
            files.Add(new ChangeFile(commit.Version, kind, scan) { Within = within });
        }

        return new VersionChanges(commit.Version, time, commit.ChangeFiles.Count > 0, files);
    }

    /// <summary>Takes the changes that the writer recorded.</summary>
    public void AddRecorded() => _found.AddRange(commit.ChangeFiles.Select(
        static file => (ChangeKind.Recorded, ToAdd(file), (DeletionVectorDescriptor?)null)));

    /// <summary>Infers changes from the files that the commit added and removed.</summary>
    /// <param name="complete">Gives a removed file what its tombstone lacks.</param>
    public async ValueTask AddInferredAsync(Func<RemoveFile, ValueTask<AddFile>> complete)
    {
        Dictionary<string, AddFile> adds = Index(commit.Adds, static add => add.Key.Path, "adds");
        Dictionary<string, RemoveFile> removes = Index(commit.Removes, static remove => remove.Key.Path, "removes");
        bool came = false;
        bool went = false;
        foreach ((string path, RemoveFile remove) in removes)
        {
            if (adds.TryGetValue(path, out AddFile? add))
            {
                if (remove.DataChange || add.DataChange)
                {
                    AddPair(remove, add);
                }
            }
            else if (remove.DataChange)
            {
                went = true;
                _found.Add((ChangeKind.Delete, await complete(remove).ConfigureAwait(false), null));
            }
        }

        foreach ((string path, AddFile add) in adds)
        {
            if (add.DataChange && !removes.ContainsKey(path))
            {
                came = true;
                _found.Add((ChangeKind.Insert, add, null));
            }
        }

        Rewrites = came && went;
    }

    /// <summary>One file with another deletion vector: rows that only the new one deletes went, rows that only the old
    /// one deleted came back.</summary>
    private void AddPair(RemoveFile remove, AddFile add)
    {
        if (remove.Key == add.Key)
        {
            return;
        }

        if (add.DeletionVector is { } now)
        {
            _found.Add((ChangeKind.Delete, add with { DeletionVector = remove.DeletionVector }, now));
        }

        if (remove.DeletionVector is { } before)
        {
            _found.Add((ChangeKind.Insert, add, before));
        }
    }

    private Dictionary<string, T> Index<T>(List<T> files, Func<T, string> path, string verb)
    {
        Dictionary<string, T> indexed = new(files.Count, StringComparer.Ordinal);
        foreach (T file in files)
        {
            if (!indexed.TryAdd(path(file), file))
            {
                throw new DeltaLogException(
                    $"Version {commit.Version} {verb} '{path(file)}' twice, so its changes cannot be told. "
                    + "The program that wrote it is faulty; compare the table with a backup.");
            }
        }

        return indexed;
    }

    private static AddFile ToAdd(AddCdcFile file) => new()
    {
        Path = file.Path,
        PartitionValues = file.PartitionValues,
        SizeBytes = file.SizeBytes,
        ModificationTimeMilliseconds = 0,
        DataChange = false,
    };
}
