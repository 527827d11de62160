using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Transactions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Plans reads of changes: which files tell what each version of a range did to rows.</summary>
internal sealed class ChangePlanner
{
    private const string FeedProperty = "delta.enableChangeDataFeed";
    private readonly DeltaTable _table;
    private readonly ChangeOptions _options;
    private readonly LogReader _log;

    public ChangePlanner(DeltaTable table, ChangeOptions options)
    {
        _table = table;
        _options = options;
        _log = new LogReader(table.Store, table.Options.RequestsInFlightMax);
    }

    public async ValueTask<ChangePlan> PlanAsync(ChangeRange range, CancellationToken cancellationToken)
    {
        Snapshot latest = await _table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        CommitList commits = await CommitList.ReadAsync(_table, _log, latest, cancellationToken).ConfigureAwait(false);
        (long from, long to) = await commits.ResolveAsync(range, cancellationToken).ConfigureAwait(false);
        Snapshot end = to == latest.Version
            ? latest
            : await _table.GetSnapshotAsync(to, cancellationToken).ConfigureAwait(false);
        List<CommitActions> actions = await _log.ReadAsync(commits.Files(from, to), true, cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        Metadata before = await FindFirstAsync(actions, end, cancellationToken).ConfigureAwait(false);
        ChangeColumns columns = new(end);
        List<VersionChanges> versions = new(actions.Count);
        foreach (CommitActions commit in actions)
        {
            Metadata metadata = commit.Metadata ?? before;
            if (commit.Protocol is { } protocol)
            {
                ProtocolGate.RequireReadable(protocol, metadata);
            }

            DateTimeOffset time = CommitTimes.InCommit(metadata, commit.CommitInfo) ?? commits.TimeOf(commit.Version);
            CommitChanges changes = await FindAsync(commit, before, time, cancellationToken).ConfigureAwait(false);
            RequireReadable(changes, commit.Version, before, metadata, end);
            versions.Add(changes.ToVersion(columns));
            before = metadata;
        }

        return new ChangePlan(end, columns, versions);
    }

    /// <summary>The changes of one commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="before">The metadata in force before it.</param>
    /// <param name="time">When it was committed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChangeDataException">They were not recorded, and cannot be inferred.</exception>
    public async ValueTask<CommitChanges> FindAsync(
        CommitActions commit, Metadata before, DateTimeOffset time, CancellationToken cancellationToken)
    {
        CommitChanges changes = new(commit, time);
        bool fed = (commit.Metadata ?? before).IsEnabled(FeedProperty);
        if (!fed && !_options.InferWithoutFeed)
        {
            throw new ChangeDataException(
                ChangeDataProblem.NotRecorded,
                commit.Version,
                $"Version {commit.Version} of the table at {_table.Location} did not record its changes: the property "
                + $"{FeedProperty} was not true. Ask for versions after it was set, or have changes inferred from added "
                + "and removed files (ChangeOptions.InferWithoutFeed, infer => true, --infer).");
        }

        if (commit.ChangeFiles.Count > 0)
        {
            changes.AddRecorded();
        }
        else
        {
            await changes.AddInferredAsync(remove => CompleteAsync(remove, commit.Version, before, cancellationToken))
                .ConfigureAwait(false);
        }

        if (changes.Rewrites && !fed && !ReplacesWholeFiles(commit.CommitInfo))
        {
            throw new ChangeDataException(
                ChangeDataProblem.NotInferable,
                commit.Version,
                $"What version {commit.Version} ({commit.CommitInfo?.Operation ?? "unknown operation"}) of the table at "
                + $"{_table.Location} did to rows cannot be inferred: it wrote new files in place of old ones, and rows "
                + $"that were only copied look like changed ones. Leave the version out; {FeedProperty} = true records "
                + "the changes of later ones.");
        }

        return changes;
    }

    /// <summary>Whether removed files were not copied from: then every row of them went.</summary>
    private static bool ReplacesWholeFiles(CommitInfo? info) => info?.Operation switch
    {
        "RESTORE" or "TRUNCATE" or "REPLACE TABLE" or "CREATE OR REPLACE TABLE" or "CREATE OR REPLACE TABLE AS SELECT"
            or "REPLACE TABLE AS SELECT" => true,
        "WRITE" => string.Equals(
            info.OperationParameters.GetValueOrDefault("mode")?.Trim('"'), "Overwrite", StringComparison.OrdinalIgnoreCase)
            && !info.OperationParameters.ContainsKey("predicate"),
        _ => false,
    };

    /// <summary>Rows that came have the schema of their commit, rows that went that of the version before.</summary>
    private void RequireReadable(CommitChanges changes, long version, Metadata before, Metadata after, Snapshot end)
    {
        (long Version, string Loss)? found = null;
        string reader = $"version {end.Version}";
        if (changes.HasDeletes && SchemaReach.FindLoss(before, end.Metadata, reader) is { } lost)
        {
            found = (version - 1, lost);
        }
        else if (changes.HasAny && SchemaReach.FindLoss(after, end.Metadata, reader) is { } loss)
        {
            found = (version, loss);
        }

        if (found is { } problem)
        {
            throw new ChangeDataException(
                ChangeDataProblem.SchemaChanged,
                version,
                $"The changes of version {version} of the table at {_table.Location} cannot be read with the schema of "
                + $"version {end.Version}: version {problem.Version} {problem.Loss}. Leave out the versions where the "
                + "schema was changed, and read those before and after them on their own.");
        }
    }

    /// <summary>The metadata in force before the first commit of the range.</summary>
    private async ValueTask<Metadata> FindFirstAsync(
        List<CommitActions> commits, Snapshot end, CancellationToken cancellationToken)
    {
        CommitActions first = commits[0];
        if (first.Metadata is { } own && (first.Version == 0 || first.Removes.Count == 0 || first.ChangeFiles.Count > 0))
        {
            return own;
        }

        // Only a commit with metadata ends what was in force before it, so mostly it is still what it is at the end.
        if (commits.TrueForAll(static commit => commit.Metadata is null))
        {
            return end.Metadata;
        }

        long version = first.Metadata is null ? first.Version : first.Version - 1;
        return (await _table.GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false)).Metadata;
    }

    /// <summary>Tombstones may lack partition values and size; then the version before knows the file.</summary>
    private async ValueTask<AddFile> CompleteAsync(
        RemoveFile remove, long version, Metadata metadata, CancellationToken cancellationToken)
    {
        bool lacksValues = metadata.PartitionColumns.Count > (remove.PartitionValues?.Count ?? 0);
        AddFile? known = null;
        if (lacksValues)
        {
            Snapshot before = await _table.GetSnapshotAsync(version - 1, cancellationToken).ConfigureAwait(false);
            known = before.State.Files.Find(remove.Key) ?? throw new DeltaLogException(
                $"Version {version} removes '{remove.Path}' without its partition values, and version {version - 1} has "
                + "no such file, so its rows cannot be told.");
        }

        return new AddFile
        {
            Path = remove.Path,
            PartitionValues = known?.PartitionValues ?? remove.PartitionValues ?? new Dictionary<string, string?>(),
            SizeBytes = known?.SizeBytes ?? remove.SizeBytes
                ?? await FindSizeAsync(remove.Path, cancellationToken).ConfigureAwait(false),
            ModificationTimeMilliseconds = known?.ModificationTimeMilliseconds ?? 0,
            DeletionVector = remove.DeletionVector,
            RawStatistics = known?.RawStatistics ?? remove.RawStatistics,
        };
    }

    private async ValueTask<long> FindSizeAsync(string path, CancellationToken cancellationToken)
    {
        ObjectHead? head = DataPath.FindKey(path, _table.Location) is { } key
            ? await _table.Store.FindHeadAsync(key, cancellationToken).ConfigureAwait(false)
            : null;
        return head?.SizeBytes ?? 0;
    }
}
