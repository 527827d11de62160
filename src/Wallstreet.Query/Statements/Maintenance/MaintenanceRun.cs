using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Statements.Maintenance;

/// <summary>Carries out statements that rearrange a table's files, delete what no version needs, or go back.</summary>
internal sealed class MaintenanceRun(QueryEngine engine, DeltaTable table, CommitOptions? commit, StatementProgress progress)
{
    public async ValueTask<StatementResult> OptimizeAsync(OptimizeStatement statement, CancellationToken cancellationToken)
    {
        OptimizeResult result;
        try
        {
            result = await engine.OptimizeAsync(table, statement.Request with { Commit = commit }, progress.Rewriting, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SqlSyntaxException wrong) when (statement.WherePlace is { } place)
        {
            throw new SqlPiece(statement.Request.Where!, "the condition of OPTIMIZE", place)
                .Wrong(wrong.Line, wrong.Column, wrong.Problem, wrong.Hint);
        }

        var changes = new CommandResult(await VersionAsync(result.Version, cancellationToken).ConfigureAwait(false), result.Version is not null)
        {
            FilesAdded = result.FilesAdded,
            FilesRemoved = result.FilesRemoved,
            BytesWritten = result.BytesAdded,
        };
        return Told("OPTIMIZE", statement.Target, changes, StatementReport.Of(
            ("path", table.Location.ToString()),
            ("numFilesAdded", (long)result.FilesAdded),
            ("numFilesRemoved", (long)result.FilesRemoved),
            ("numBytesAdded", result.BytesAdded),
            ("numBytesRemoved", result.BytesRemoved),
            ("partitionsOptimized", (long)result.PartitionsOptimized),
            ("totalConsideredFiles", (long)result.FilesConsidered),
            ("totalFilesSkipped", (long)result.FilesSkipped),
            ("numDeletionVectorsRemoved", (long)result.DeletionVectorsRemoved),
            ("numFilesConflicted", (long)result.FilesConflicted),
            ("numCommits", (long)result.Commits)));
    }

    public async ValueTask<StatementResult> VacuumAsync(VacuumStatement statement, CancellationToken cancellationToken)
    {
        VacuumResult result = await table.VacuumAsync(
            new VacuumRequest
            {
                Retention = statement.Retention,
                Lite = statement.Lite == true,
                DryRun = statement.DryRun,
                Commit = commit,
            }, progress.Vacuuming, cancellationToken).ConfigureAwait(false);
        var changes = new CommandResult(
            await VersionAsync(result.Version, cancellationToken).ConfigureAwait(false), result.Version is not null);
        StatementReport report = statement.DryRun
            ? new StatementReport(["path"], [.. result.Files.Select(static file => new object?[] { file })])
            : StatementReport.Of(
                ("path", table.Location.ToString()),
                ("numDeletedFiles", (long)result.Files.Count),
                ("sizeOfDataDeleted", result.SizeBytes));
        return Told("VACUUM", statement.Target, changes, report);
    }

    public async ValueTask<StatementResult> RestoreAsync(RestoreStatement statement, CancellationToken cancellationToken)
    {
        long before = await VersionAsync(null, cancellationToken).ConfigureAwait(false);
        RestoreResult result = await table.RestoreAsync(
            new RestoreRequest(statement.Point) { Commit = commit }, cancellationToken).ConfigureAwait(false);
        Snapshot after = await table.GetSnapshotAsync(result.Version, cancellationToken).ConfigureAwait(false);
        var changes = new CommandResult(result.Version, result.Version > before)
        {
            FilesAdded = result.FilesRestored,
            FilesRemoved = result.FilesRemoved,
        };
        return Told("RESTORE", statement.Target, changes, StatementReport.Of(
            ("table_size_after_restore", after.SizeBytes),
            ("num_of_files_after_restore", after.FileCount),
            ("num_removed_files", (long)result.FilesRemoved),
            ("num_restored_files", (long)result.FilesRestored),
            ("removed_files_size", result.BytesRemoved),
            ("restored_files_size", result.BytesRestored)));
    }

    private static StatementResult Told(string operation, TargetName target, CommandResult changes, StatementReport report) =>
        new(operation, target.Display, changes) { Report = report, ChangesRows = false };

    private async ValueTask<long> VersionAsync(long? committed, CancellationToken cancellationToken) =>
        committed ?? (await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Version;
}
