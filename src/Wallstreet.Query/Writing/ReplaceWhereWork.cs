using Wallstreet.Delta.Actions;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Commands.Rows;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing;

/// <summary>Puts rows in the place of those that satisfy a condition, which the new ones must satisfy too.</summary>
internal sealed class ReplaceWhereWork
{
    private readonly WriteQuery _write;
    private readonly CommandSession _session;
    private readonly Expression _where;
    private readonly RowSelection _selection;
    private readonly IReadOnlyList<LocalFile> _files;

    private ReplaceWhereWork(WriteQuery write, CommandSession session, Expression where, RowSelection selection,
        IReadOnlyList<LocalFile> files)
    {
        _write = write;
        _session = session;
        _where = where;
        _selection = selection;
        _files = files;
    }

    /// <summary>Reads the condition and finds the files, before DuckDB is opened for them.</summary>
    public static async Task<ReplaceWhereWork> PrepareAsync(
        WriteQuery write, CommandSession session, CancellationToken cancellationToken)
    {
        Expression where = await session.Reader.ReadAsync(new SqlPiece(write.ReplaceWhere!, "the condition of replaceWhere"),
            session.Scope, cancellationToken, own: true).ConfigureAwait(false);
        RowSelection selection = RowSelection.Plan(session, where);
        return new ReplaceWhereWork(write, session, where, selection,
            await session.LocateAsync(selection.Maybe, cancellationToken).ConfigureAwait(false));
    }

    public async Task<WriteChanges> RunAsync(WriteWork work, string query, CancellationToken cancellationToken)
    {
        await _where.BindAsync(_session, $"{_session.Rows.None} AS {_session.Alias}", cancellationToken).ConfigureAwait(false);
        IReadOnlyList<TouchedFile> touched = await RowSelection.FindAsync(_session, _files, _where, cancellationToken)
            .ConfigureAwait(false);
        var taken = new CommandChanges();
        TargetSchema staying = _session.RowIds is { } ids ? TargetSchema.Of(ids.Extend(work.Target.Metadata)) : work.Target;
        await new RowExchange(_session, staying, taken).RunAsync(touched, null, null, cancellationToken).ConfigureAwait(false);
        NewRows coming = await NewRows.PrepareAsync(_session, Checked(query), cancellationToken, touched.Count > 0)
            .ConfigureAwait(false);
        await using (coming.ConfigureAwait(false))
        {
            (IReadOnlyList<AddFile> adds, long rows) = await work.CopyAsync(coming.Query!, cancellationToken).ConfigureAwait(false);
            if (_session.RecordsChanges && touched.Count > 0)
            {
                await RecordAsync(new RowExchange(_session, work.Target, taken), touched, coming.Query!, cancellationToken).ConfigureAwait(false);
            }

            AddFile[] whole = [.. _selection.Whole.Select(static file => file.Add)];
            long? wholeRows = RowSelection.CountRows(_session.Snapshot, whole);
            return new WriteChanges
            {
                Adds = [.. taken.Adds, .. adds],
                Removes = [.. taken.Removes, .. whole],
                Deletions = taken.Deletions,
                ChangeFiles = taken.ChangeFiles,
                ReadPredicate = _selection.Predicate,
                ReadsWholeTable = _selection.Predicate is null,
                RowsGiven = rows,
                RowIdsKept = _session.RowIds is not null,
                RowsCopied = taken.RowsCopied,
                RowsRemoved = wholeRows is { } known ? known + touched.Sum(static file => file.Rows!.Cardinality) : -1,
            };
        }
    }

    private async Task RecordAsync(RowExchange exchange, IReadOnlyList<TouchedFile> touched, string coming,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<LocalFile> gone = await _session.LocateAsync(_selection.Whole, cancellationToken).ConfigureAwait(false);
        TouchedFile[] all = [.. touched, .. gone.Select(static (file, i) => new TouchedFile(i, file, null))];
        await exchange.RecordAsync(
            RowExchange.Marked(exchange.Leaving(all), "delete") + "\nUNION ALL\n" + RowExchange.Marked(coming, "insert"),
            cancellationToken).ConfigureAwait(false);
    }

    private string Checked(string query)
    {
        string refusal = SqlText.Text(
            $"The statement gives a row for {_write.Table} that does not satisfy the condition of replaceWhere: "
            + $"{_write.ReplaceWhere}. Nothing was written.");
        return $"SELECT * FROM ({query}) AS {_session.Alias} WHERE CASE WHEN {_where.Bracketed} THEN true ELSE error({refusal}) END";
    }
}
