using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Query.Commands.Merging;
using Wallstreet.Query.Commands.Rows;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Commands;

/// <summary>Carries out the commands that change rows of a table: files first, then one commit.</summary>
internal sealed class RowCommands(
    SourceResolver sources, DuckHost host, QueryOptions options, TimeProvider timeProvider)
{
    public ValueTask<CommandResult> DeleteAsync(
        DeltaTable table, DeleteCommand command, CancellationToken cancellationToken) =>
        RunAsync(table, command, "DELETE", session => new DeleteWork(session, command).RunAsync(cancellationToken),
            cancellationToken);

    public ValueTask<CommandResult> UpdateAsync(
        DeltaTable table, UpdateCommand command, CancellationToken cancellationToken) =>
        RunAsync(table, command, "UPDATE", session => new UpdateWork(session, command).RunAsync(cancellationToken),
            cancellationToken);

    public ValueTask<CommandResult> MergeAsync(
        DeltaTable table, MergeCommand command, CancellationToken cancellationToken) =>
        RunAsync(table, command, "MERGE", session => MergeAsync(session, command, cancellationToken), cancellationToken);

    private static async Task<CommandChanges> MergeAsync(
        CommandSession session, MergeCommand command, CancellationToken cancellationToken)
    {
        MergePlan plan = await new MergePlanner(session, command).PlanAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CommandChanges changes = await new MergeWork(session, plan).RunAsync(cancellationToken).ConfigureAwait(false);
            MergeParameters.Add(changes.Parameters, command);
            return changes;
        }
        finally
        {
            await plan.Source.DropAsync(session).ConfigureAwait(false);
        }
    }

    private async ValueTask<CommandResult> RunAsync(DeltaTable table, TableCommand command, string operation,
        Func<CommandSession, Task<CommandChanges>> work, CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        RequireNames(snapshot);
        using var staging = new StagingArea(table.Store, options.TempDirectory, timeProvider);
        try
        {
            CommandChanges changes;
            IReadOnlyList<TableVersionRead> inputs;
            var clock = new StatementClock(command.Read.Timeout ?? options.StatementTimeout, timeProvider);
            using (var session = new CommandSession(
                new PinnedTable(table, snapshot), command, sources, host, staging, clock))
            {
                changes = await work(session).ConfigureAwait(false);
                inputs = session.Reader.Inputs;
            }

            CommitOptions commit = Describe(command.Commit, operation, changes, timeProvider.GetElapsedTime(started));
            staging.Published.BeginCommit();
            return await CommitAsync(table, snapshot, changes, commit, cancellationToken).ConfigureAwait(false) with
            {
                Inputs = inputs,
            };
        }
        catch (Exception failure)
        {
            await staging.Published.WithdrawAsync(failure).ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask<CommandResult> CommitAsync(DeltaTable table, Snapshot snapshot,
        CommandChanges changes, CommitOptions commit, CancellationToken cancellationToken)
    {
        CommandResult result = new(snapshot.Version, changes.Any)
        {
            RowsInserted = changes.RowsInserted,
            RowsUpdated = changes.RowsUpdated,
            RowsDeleted = changes.RowsDeleted,
            RowsCopied = changes.RowsCopied,
            FilesAdded = changes.Adds.Count,
            FilesRemoved = changes.Removes.Count,
            DeletionVectorsWritten = changes.Deletions.Count(static file => file.Rows.Cardinality > 0),
            ChangeFilesAdded = changes.ChangeFiles.Count,
            BytesWritten = changes.Adds.Sum(static file => file.SizeBytes),
        };
        if (!changes.Any)
        {
            return result;
        }

        var change = new TableChange(snapshot)
        {
            Adds = changes.Adds,
            Removes = changes.Removes,
            RowDeletions = changes.Deletions,
            ChangeFiles = changes.ChangeFiles,
            FilesAreChanges = changes.RowsCopied == 0 && changes.RowsUpdated == 0,
            NewMetadata = changes.NewMetadata,
            NewProtocol = changes.NewMetadata is null ? null : ColumnAlterations.FindUpgrade(snapshot.Protocol, changes.NewMetadata),
            ReadPredicate = changes.ReadsWholeTable ? null : changes.ReadPredicate,
            ReadsWholeTable = changes.ReadsWholeTable,
            ReadsRowsAlone = changes.ReadsRowsAlone,
            RulesChecked = changes.RulesChecked,
            RowIdsKept = changes.RowIdsKept,
        };
        CommittedVersion committed = await table.CommitAsync(change, commit, cancellationToken).ConfigureAwait(false);
        return result with { Version = committed.Version };
    }

    /// <summary>What the history says: Spark's names.</summary>
    private static CommitOptions Describe(
        CommitOptions? given, string operation, CommandChanges changes, TimeSpan elapsed)
    {
        CommitOptions commit = given ?? new CommitOptions(operation);
        var parameters = new Dictionary<string, string>(changes.Parameters);
        foreach ((string key, string value) in commit.OperationParameters)
        {
            parameters[key] = value;
        }

        var metrics = new Dictionary<string, string>(changes.Metrics)
        {
            ["executionTimeMs"] = Number((long)elapsed.TotalMilliseconds),
        };
        AddMetrics(metrics, operation, changes);
        foreach ((string key, string value) in commit.OperationMetrics)
        {
            metrics[key] = value;
        }

        return commit with { OperationParameters = parameters, OperationMetrics = metrics };
    }

    private static void AddMetrics(Dictionary<string, string> metrics, string operation, CommandChanges changes)
    {
        bool merge = operation == "MERGE";
        string rows = merge ? "numTargetRows" : "num";
        string suffix = merge ? "" : "Rows";
        string files = merge ? "numTarget" : "num";
        metrics[$"{rows}Copied{suffix}"] = Number(changes.RowsCopied);
        if (operation != "UPDATE" && changes.RowsDeleted >= 0)
        {
            metrics[$"{rows}Deleted{suffix}"] = Number(changes.RowsDeleted);
        }

        if (operation != "DELETE")
        {
            metrics[$"{rows}Updated{suffix}"] = Number(changes.RowsUpdated);
        }

        metrics[merge ? "numTargetFilesAdded" : "numAddedFiles"] = Number(changes.Adds.Count);
        metrics[merge ? "numTargetFilesRemoved" : "numRemovedFiles"] = Number(changes.Removes.Count);
        metrics[merge ? "numTargetBytesAdded" : "numAddedBytes"] = Number(changes.Adds.Sum(static file => file.SizeBytes));
        metrics[merge ? "numTargetBytesRemoved" : "numRemovedBytes"] =
            Number(changes.Removes.Sum(static file => file.SizeBytes));
        metrics[merge ? "numTargetChangeFilesAdded" : "numAddedChangeFiles"] = Number(changes.ChangeFiles.Count);
        RowDeletion[] vectors = [.. changes.Deletions.Where(static file => file.Rows.Cardinality > 0)];
        metrics[$"{files}DeletionVectorsAdded"] = Number(vectors.Length);
        metrics[$"{files}DeletionVectorsUpdated"] =
            Number(vectors.Count(static file => file.File.DeletionVector is not null));
        metrics[$"{files}DeletionVectorsRemoved"] = Number(
            changes.Removes.Count(static file => file.DeletionVector is not null)
            + vectors.Count(static file => file.File.DeletionVector is not null));
    }

    /// <summary>Refuses tables with columns named as this engine names what it adds.</summary>
    private static void RequireNames(Snapshot snapshot)
    {
        if (snapshot.Schema.Fields.FirstOrDefault(static field =>
            field.Name.StartsWith(RowPlace.Prefix, StringComparison.OrdinalIgnoreCase)) is { } taken)
        {
            throw new SchemaMismatchException(
                $"The table has a column {taken.Name}; names that begin with U+E057 and wallstreet_ are this program's own. "
                + "Rename the column.");
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
