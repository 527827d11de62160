using System.Text.Json;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>
/// Takes the rows that satisfy a condition out of a table. Files whose partition or statistics say that all their rows
/// go are removed without being read.
/// </summary>
internal sealed class DeleteWork(CommandSession session, DeleteCommand command)
{
    public async Task<CommandChanges> RunAsync(CancellationToken cancellationToken)
    {
        Expression? where = command.Where is null ? null : await session.Reader.ReadAsync(
            new SqlPiece(command.Where, "the condition of the DELETE", command.WherePlace), session.Scope, cancellationToken)
            .ConfigureAwait(false);
        RowSelection selection = RowSelection.Plan(session, where);
        IReadOnlyList<LocalFile> files = await session.LocateAsync(selection.Maybe, cancellationToken).ConfigureAwait(false);
        var changes = new CommandChanges
        {
            ReadPredicate = selection.Predicate,
            ReadsWholeTable = selection.Predicate is null || session.Reader.ReadsOwn,
            ReadsRowsAlone = !session.Reader.ReadsOwn,
            RulesChecked = true,
            RowIdsKept = session.RowIds is not null,
        };
        changes.Parameters["predicate"] = command.Where is null
            ? "[]"
            : JsonSerializer.Serialize([command.Where], CommandJson.Default.StringArray);
        IReadOnlyList<TouchedFile> touched = [];
        if (where is not null)
        {
            await where.BindAsync(session, $"{session.Rows.None} AS {session.Alias}", cancellationToken).ConfigureAwait(false);
            touched = await RowSelection.FindAsync(session, files, where, cancellationToken).ConfigureAwait(false);
        }

        await DeleteAsync(changes, selection.Whole, touched, cancellationToken).ConfigureAwait(false);
        return changes;
    }

    private async Task DeleteAsync(CommandChanges changes, IReadOnlyList<ScanFile> whole,
        IReadOnlyList<TouchedFile> touched, CancellationToken cancellationToken)
    {
        var exchange = new RowExchange(session, TargetSchema.Of(session.Stored), changes);
        await exchange.RunAsync(touched, null, null, cancellationToken).ConfigureAwait(false);
        changes.Removes.AddRange(whole.Select(static file => file.Add));
        long? rows = RowSelection.CountRows(session.Snapshot, whole.Select(static file => file.Add));
        changes.RowsDeleted = rows is { } known ? known + touched.Sum(static file => file.Rows!.Cardinality) : -1;

        // Change data says all or nothing of a commit: where files say it, none is written; else it says the files' too.
        if (session.RecordsChanges && touched.Count > 0)
        {
            IReadOnlyList<LocalFile> gone = await session.LocateAsync(whole, cancellationToken).ConfigureAwait(false);
            TouchedFile[] all = [.. touched, .. gone.Select(static (file, i) => new TouchedFile(i, file, null))];
            await exchange.RecordAsync(RowExchange.Marked(exchange.Leaving(all), "delete"), cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
