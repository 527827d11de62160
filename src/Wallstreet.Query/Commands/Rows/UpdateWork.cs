using System.Runtime.CompilerServices;
using System.Text.Json;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>Gives the rows that satisfy a condition new values.</summary>
internal sealed class UpdateWork(CommandSession session, UpdateCommand command)
{
    private readonly TargetSchema _schema = TargetSchema.Of(session.Stored);

    public async Task<CommandChanges> RunAsync(CancellationToken cancellationToken)
    {
        Assignments set = await Assignments.ReadAsync(
            session, command.Set, session.Snapshot.Schema, session.Scope, cancellationToken).ConfigureAwait(false);
        Expression? where = command.Where is null ? null : await session.Reader.ReadAsync(
            new SqlPiece(command.Where, "the condition of the UPDATE", command.WherePlace), session.Scope, cancellationToken)
            .ConfigureAwait(false);
        RowSelection selection = RowSelection.Plan(session, where);
        IReadOnlyList<LocalFile> files = await session.LocateAsync(selection.Maybe, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LocalFile> whole = await session.LocateAsync(selection.Whole, cancellationToken).ConfigureAwait(false);
        var changes = new CommandChanges
        {
            ReadPredicate = selection.Predicate,
            ReadsWholeTable = selection.Predicate is null || session.Reader.ReadsOwn,
            ReadsRowsAlone = !session.Reader.ReadsOwn,
            RowIdsKept = session.RowIds is not null,
            RulesChecked = true,
        };
        changes.Parameters["predicate"] = command.Where is null
            ? "[]"
            : JsonSerializer.Serialize([command.Where], CommandJson.Default.StringArray);
        string scope = $"{session.Rows.None} AS {session.Alias}";
        await set.BindAsync(session, scope, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<TouchedFile> touched = [];
        if (where is not null)
        {
            await where.BindAsync(session, scope, cancellationToken).ConfigureAwait(false);
            touched = await RowSelection.FindAsync(session, files, where, cancellationToken).ConfigureAwait(false);
        }

        TouchedFile[] all = [.. touched, .. whole.Select(static (file, i) => new TouchedFile(i, file, null))];
        if (all.Length > 0)
        {
            await UpdateAsync(changes, set, all, cancellationToken).ConfigureAwait(false);
        }

        return changes;
    }

    private async Task UpdateAsync(
        CommandChanges changes, Assignments set, TouchedFile[] touched, CancellationToken cancellationToken)
    {
        var exchange = new RowExchange(session, _schema, changes);
        string rows = new RowRules(session.Stored, session.Snapshot.Protocol).Updated(_schema.Project(
            $"SELECT {set.Columns(field => $"{session.Alias}.{SqlText.Name(field.Name)}")}{session.RowIds?.Updated(session.Alias)} "
            + $"FROM {session.Rows.Leaving(touched)} AS {session.Alias}", _schema.Schema), set.Given);
        NewRows coming = await NewRows.PrepareAsync(session, rows, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable _ = coming.ConfigureAwait(false);
        changes.RowsUpdated = coming.Count
            ?? touched.Sum(static file => file.Rows?.Cardinality ?? 0)
                + await CountAsync(touched, cancellationToken).ConfigureAwait(false);
        await exchange.RunAsync(touched, coming.Query, changes.RowsUpdated, cancellationToken).ConfigureAwait(false);
        if (session.RecordsChanges)
        {
            await exchange.RecordAsync(
                RowExchange.Marked(exchange.Leaving(touched), "update_preimage")
                + "\nUNION ALL\n" + RowExchange.Marked(coming.Query!, "update_postimage"), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How many rows the files have that go as a whole.</summary>
    private async Task<long> CountAsync(TouchedFile[] touched, CancellationToken cancellationToken)
    {
        TouchedFile[] whole = [.. touched.Where(static file => file.Rows is null)];
        if (whole.Length == 0)
        {
            return 0;
        }

        return RowSelection.CountRows(session.Snapshot, whole.Select(static file => file.File.Add))
            ?? (long)(await session.ReadAsync($"SELECT count(*) FROM {session.Rows.Leaving(whole)}", cancellationToken)
                .ConfigureAwait(false))[0][0]!;
    }
}
