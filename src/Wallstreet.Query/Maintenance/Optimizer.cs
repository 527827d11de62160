using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Transactions;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Maintenance;

/// <summary>
/// Rewrites files into better ones, in commits that change no row. It reads one version and removes exactly the files
/// of it that it has read: a writer that changed one of them meanwhile makes the commit of that file impossible, so no
/// deleted row can come back. Such files are planned again from the newest version.
/// </summary>
internal sealed class Optimizer(SourceResolver sources, DuckHost host, QueryOptions options, TimeProvider timeProvider)
{
    private const int RoundsMax = 3;

    public ValueTask<OptimizeResult> RunAsync(DeltaTable table, OptimizeRequest request,
        IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken)
    {
        request.Validate();
        return RunAsync(table, request, Plan, progress, cancellationToken);

        ValueTask<(OptimizePlan, Layout?)> Plan(Snapshot snapshot, CancellationToken token)
        {
            Predicate? filter = request.Where is { } condition ? PartitionCondition.Read(condition, snapshot, host) : null;
            var planner = new OptimizePlanner(snapshot, request);
            return ValueTask.FromResult((planner.Plan(filter), planner.Layout));
        }
    }

    /// <summary>Rewrites what is planned by other rules.</summary>
    public async ValueTask<OptimizeResult> RunAsync(DeltaTable table, OptimizeRequest request,
        Func<Snapshot, CancellationToken, ValueTask<(OptimizePlan Plan, Layout? Layout)>> decide,
        IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken)
    {
        var tally = new OptimizeTally(progress);
        for (int round = 1; ; round++)
        {
            Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            Rearrangement.RequireAllowed(snapshot, RowIdColumns.Of(snapshot.Metadata) is not null);
            (OptimizePlan plan, Layout? layout) = await decide(snapshot, cancellationToken).ConfigureAwait(false);
            tally.Begin(plan);
            var run = new Run(table, plan, request, layout, tally, round == RoundsMax);
            if (await CarryOutAsync(run, cancellationToken).ConfigureAwait(false))
            {
                return tally.ToResult();
            }
        }
    }

    /// <summary>Rewrites everything that is planned; false if some of it must be planned again.</summary>
    private async Task<bool> CarryOutAsync(Run run, CancellationToken cancellationToken)
    {
        bool complete = true;
        var work = new RewriteWork(run.Table, run.Plan.Snapshot, sources, host, timeProvider);
        List<Rewrite> batch = [];
        long bytes = 0;
        for (int index = 0; index < run.Plan.Rewrites.Count; index++)
        {
            batch.Add(run.Plan.Rewrites[index]);
            bytes += run.Plan.Rewrites[index].SizeBytes;
            if (bytes >= run.Request.CommitSizeBytes || index == run.Plan.Rewrites.Count - 1)
            {
                complete &= await RewriteAsync(run, work, batch, cancellationToken).ConfigureAwait(false);
                batch = [];
                bytes = 0;
            }
        }

        return complete;
    }

    /// <summary>Writes and commits some rewrites together; false if another writer was in the way of one.</summary>
    private async Task<bool> RewriteAsync(
        Run run, RewriteWork work, List<Rewrite> batch, CancellationToken cancellationToken)
    {
        using var staging = new StagingArea(run.Table.Store, options.TempDirectory, timeProvider);
        List<Rewritten> done = [];
        try
        {
            foreach (Rewrite rewrite in batch)
            {
                done.Add(new Rewritten(rewrite, await work.WriteAsync(rewrite, staging, cancellationToken).ConfigureAwait(false)));
                run.Tally.Written(rewrite);
            }
        }
        catch (Exception failure)
        {
            await staging.Published.WithdrawAsync(failure).ConfigureAwait(false);
            throw;
        }

        return await CommitAsync(run, done, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits what can be: when another writer changed a file that was read, the rewrite of that file is dropped
    /// and the others are tried again.</summary>
    private static async Task<bool> CommitAsync(Run run, List<Rewritten> done, CancellationToken cancellationToken)
    {
        Snapshot read = run.Plan.Snapshot;
        bool complete = true;
        while (done.Count > 0)
        {
            try
            {
                await CommitAsync(run, read, done, cancellationToken).ConfigureAwait(false);
                return complete;
            }
            catch (ConcurrentModificationException conflict)
            {
                // The commit certainly did not land, so what it would have added belongs to nobody.
                bool hopeless = run.IsLast || conflict.Rule != ConflictRule.ConcurrentDeleteDelete;
                read = hopeless ? read : await run.Table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);

                // What the table asks of files may have changed too, so that none that was written before fits it.
                bool same = read.Metadata == run.Plan.Snapshot.Metadata && read.Protocol == run.Plan.Snapshot.Protocol;
                HashSet<(string, string?)> alive = hopeless || !same ? [] : [.. read.Files.Select(Identity)];
                List<Rewritten> lost = [.. done.Where(item => !item.Rewrite.Files.All(file => alive.Contains(Identity(file.Add))))];
                await PublishedFiles.DeleteAsync(run.Table.Store, lost.SelectMany(static item => item.Adds)
                    .Select(add => DataPath.FindKey(add.Path, run.Table.Location)!)).ConfigureAwait(false);
                run.Tally.Conflicted(lost);
                if (hopeless)
                {
                    throw;
                }

                done = [.. done.Except(lost)];
                complete = false;
            }
        }

        return complete;
    }

    private static async Task CommitAsync(Run run, Snapshot read, List<Rewritten> done, CancellationToken cancellationToken)
    {
        AddFile[] adds = [.. done.SelectMany(static item => item.Adds)];
        AddFile[] removes = [.. done.SelectMany(static item => item.Rewrite.Files).Select(static file => file.Add)];
        var change = new TableChange(read)
        {
            Adds = adds,
            Removes = removes,
            DataChange = false,
            RowIdsKept = RowIdColumns.Of(read.Metadata) is not null,
        };
        CommittedVersion committed = await run.Table.CommitAsync(
            change, Describe(run, adds, removes), cancellationToken).ConfigureAwait(false);
        run.Tally.Committed(committed.Version, done);
    }

    private static (string, string?) Identity(AddFile file) => (file.Path, file.DeletionVector?.UniqueId);

    private static CommitOptions Describe(Run run, AddFile[] adds, AddFile[] removes)
    {
        CommitOptions commit = run.Request.Commit ?? new CommitOptions("OPTIMIZE");
        string columns = JsonSerializer.Serialize(run.Layout?.Columns.Select(static column => column.ToString()) ?? []);
        bool clustered = run.Layout?.Provider is not null;
        Dictionary<string, string> parameters = new(commit.OperationParameters)
        {
            ["predicate"] = JsonSerializer.Serialize(run.Request.Where is { } where ? new[] { where } : []),
            ["zOrderBy"] = clustered ? "[]" : columns,
            ["clusterBy"] = clustered ? columns : "[]",
            ["auto"] = "false",
        };
        Dictionary<string, string> metrics = new(commit.OperationMetrics)
        {
            ["numAddedFiles"] = Text(adds.Length),
            ["numRemovedFiles"] = Text(removes.Length),
            ["numAddedBytes"] = Text(adds.Sum(static file => file.SizeBytes)),
            ["numRemovedBytes"] = Text(removes.Sum(static file => file.SizeBytes)),
            ["minFileSize"] = Text(adds.Select(static file => file.SizeBytes).DefaultIfEmpty().Min()),
            ["maxFileSize"] = Text(adds.Select(static file => file.SizeBytes).DefaultIfEmpty().Max()),
            ["numDeletionVectorsRemoved"] = Text(removes.Count(static file => file.DeletionVector is not null)),
        };
        return commit with
        {
            Operation = run.Request.Purge ? "REORG" : "OPTIMIZE",
            OperationParameters = parameters,
            OperationMetrics = metrics,
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A plan that is being carried out.</summary>
    private sealed record Run(DeltaTable Table, OptimizePlan Plan, OptimizeRequest Request, Layout? Layout,
        OptimizeTally Tally, bool IsLast);
}
