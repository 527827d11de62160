using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
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
        return await new RangePlanner(_table, this, _log, end).PlanAsync(commits, from, to, cancellationToken).ConfigureAwait(false);
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
