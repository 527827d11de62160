using Wallstreet.Delta;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Statements.Alterations;
using Wallstreet.Query.Statements.Definitions;
using Wallstreet.Query.Statements.Maintenance;

namespace Wallstreet.Query.Statements;

/// <summary>Carries out statements that write.</summary>
internal sealed class StatementExecutor(
    QueryEngine engine, SourceResolver sources, StatementProgress progress, TimeProvider timeProvider)
{
    public async ValueTask<StatementResult> RunAsync(
        WritingStatement statement, QueryRequest request, CommitOptions? commit, CancellationToken cancellationToken)
    {
        switch (statement)
        {
            case InsertStatement insert:
                return await InsertAsync(insert, request, commit, cancellationToken).ConfigureAwait(false);
            case CreateStatement create:
                return await new TableCreation(engine, sources, timeProvider).RunAsync(create, request, commit, cancellationToken)
                    .ConfigureAwait(false);
            default:
                DeltaTable table = await sources.FindAsync(statement.Target, cancellationToken).ConfigureAwait(false);
                return await RunAsync(table, statement, request, commit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Carries out a statement on a table that is there.</summary>
    private async ValueTask<StatementResult> RunAsync(DeltaTable table, WritingStatement statement, QueryRequest request,
        CommitOptions? commit, CancellationToken cancellationToken)
    {
        var maintenance = new MaintenanceRun(engine, table, commit, progress);
        switch (statement)
        {
            case RowStatement rows:
                (string operation, CommandResult changes) = await ChangeAsync(
                    table, rows.Command with { Read = request, Commit = commit }, cancellationToken).ConfigureAwait(false);
                return new StatementResult(operation, rows.Target.Display, changes);
            case AlterStatement alter:
                return new StatementResult(alter.Alteration.Operation, alter.Target.Display,
                    await new AlterationRun(engine, table, commit, progress.Rewriting).RunAsync(alter.Alteration, cancellationToken)
                        .ConfigureAwait(false))
                {
                    ChangesRows = false,
                };
            case OptimizeStatement optimize:
                return await maintenance.OptimizeAsync(optimize, cancellationToken).ConfigureAwait(false);
            case VacuumStatement vacuum:
                return await maintenance.VacuumAsync(vacuum, cancellationToken).ConfigureAwait(false);
            case RestoreStatement restore:
                return await maintenance.RestoreAsync(restore, cancellationToken).ConfigureAwait(false);
            default:
                throw new ArgumentOutOfRangeException(nameof(statement), statement, "no such statement");
        }
    }

    private async ValueTask<(string Operation, CommandResult Changes)> ChangeAsync(
        DeltaTable table, TableCommand command, CancellationToken cancellationToken) => command switch
        {
            DeleteCommand delete => ("DELETE", await engine.DeleteAsync(table, delete, cancellationToken).ConfigureAwait(false)),
            UpdateCommand update => ("UPDATE", await engine.UpdateAsync(table, update, cancellationToken).ConfigureAwait(false)),
            MergeCommand merge => ("MERGE", await engine.MergeAsync(table, merge, cancellationToken).ConfigureAwait(false)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no such command"),
        };

    private async ValueTask<StatementResult> InsertAsync(
        InsertStatement insert, QueryRequest request, CommitOptions? commit, CancellationToken cancellationToken)
    {
        DeltaTable table = await sources.FindAsync(insert.Target, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        RequireNames(insert, snapshot);
        WriteResult written = await engine.WriteAsync(new WriteQuery(insert.Query, insert.Target.Display)
        {
            Target = table,
            Mode = insert.Mode,
            ReplaceWhere = insert.ReplaceWhere,
            Places = insert.Columns,
            CreateIfMissing = false,
            Read = request,
            Commit = commit is null ? null : commit with { Operation = "WRITE" },
        }, cancellationToken).ConfigureAwait(false);
        return new StatementResult("WRITE", insert.Target.Display, Changes(written));
    }

    public static CommandResult Changes(WriteResult written) => new(written.Version, true)
    {
        RowsInserted = written.RowsWritten,
        RowsDeleted = written.RowsRemoved,
        FilesAdded = written.FilesAdded,
        FilesRemoved = written.FilesRemoved,
        BytesWritten = written.BytesWritten,
        Inputs = written.Inputs,
    };

    private static void RequireNames(InsertStatement insert, Snapshot snapshot)
    {
        if (insert.Columns?.FirstOrDefault(name => name is not null && snapshot.Schema.Find(name) is null) is { } unknown)
        {
            throw new SqlSyntaxException(insert.Target.Place.Line, insert.Target.Place.Column,
                $"The table {insert.Target.Display} has no column {unknown}.",
                $"It has {string.Join(", ", snapshot.Schema.Fields.Select(static field => field.Name))}.");
        }

        if (insert.Mode == WriteMode.OverwritePartitions && !new HashSet<string>(
            insert.Partition, StringComparer.OrdinalIgnoreCase).SetEquals(snapshot.PartitionColumns))
        {
            throw new SqlSyntaxException(insert.Target.Place.Line, insert.Target.Place.Column,
                $"PARTITION ({string.Join(", ", insert.Partition)}) does not name the partition columns of {insert.Target.Display}.",
                snapshot.PartitionColumns.Count == 0
                    ? "The table is not partitioned: write INSERT OVERWRITE, or REPLACE WHERE."
                    : $"They are {string.Join(", ", snapshot.PartitionColumns)}.");
        }
    }
}
