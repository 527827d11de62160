using System.Text;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Commands.Merging;
using Wallstreet.Query.Commands.Rows;
using Wallstreet.Query.Results;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing;

/// <summary>
/// Replaces the rows that have the keys of new rows and adds the others: a MERGE by the keys, whose source holds no two
/// rows of one key.
/// </summary>
internal sealed class KeyedMergeWork(WriteQuery write, WriteWork work)
{
    private const string Source = RowPlace.Prefix + "given";

    /// <summary>Adds the rows to a table that holds none.</summary>
    public async Task<WriteChanges> FillAsync(string query, CancellationToken cancellationToken)
    {
        string table = RowPlace.Prefix + "merge_" + Guid.NewGuid().ToString("N");
        await work.FindRowAsync($"CREATE TEMP TABLE {table} AS {query}", cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireKeysAsync(table, Keys(), cancellationToken).ConfigureAwait(false);
            (IReadOnlyList<AddFile> adds, long rows) = await work.CopyAsync($"SELECT * FROM {table}", cancellationToken)
                .ConfigureAwait(false);
            return new WriteChanges { Adds = adds, RowsGiven = rows };
        }
        finally
        {
            await work.FindRowAsync($"DROP TABLE {table}", CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Merges the rows into a table. The query gives all its columns, with its rules kept.</summary>
    public async Task<WriteChanges> RunAsync(CommandSession session, string query, CancellationToken cancellationToken)
    {
        string[] keys = Keys();
        byte[] text = Encoding.UTF8.GetBytes(query);
        MergeSource source = await MergeSource.StageAsync(session, new RewrittenSql(text, text, []),
            new SqlPiece(write.Sql, "the statement"), SqlText.Name(Source), cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireKeysAsync(source.Table, keys, cancellationToken).ConfigureAwait(false);
            CommandChanges merged = await new MergeWork(
                session, await PlanAsync(session, source, keys, cancellationToken).ConfigureAwait(false))
                .RunAsync(cancellationToken).ConfigureAwait(false);
            return new WriteChanges
            {
                Adds = merged.Adds,
                Removes = merged.Removes,
                Deletions = merged.Deletions,
                ChangeFiles = merged.ChangeFiles,
                ReadPredicate = merged.ReadsWholeTable ? null : merged.ReadPredicate,
                ReadsWholeTable = merged.ReadsWholeTable,
                RowsGiven = source.RowCount,
                RowsCopied = merged.RowsCopied,
                RowsRemoved = merged.RowsUpdated,
                RowIdsKept = merged.RowIdsKept,
                Updates = merged.RowsUpdated > 0,
            };
        }
        finally
        {
            await source.DropAsync(session).ConfigureAwait(false);
        }
    }

    private async Task<MergePlan> PlanAsync(
        CommandSession session, MergeSource source, string[] keys, CancellationToken cancellationToken)
    {
        string on = string.Join(" AND ", keys.Select(key => $"{session.Alias}.{key} = {source.Alias}.{key}"));
        Expression condition = await session.Reader.ReadAsync(
            new SqlPiece(on, "the comparison of keys"), $"{session.Alias}, {source.Alias}", cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> all = work.Target.Schema.Fields.ToDictionary(static field => field.Name,
            field => $"{source.Alias}.{SqlText.Name(field.Name)}", StringComparer.OrdinalIgnoreCase);
        return new MergePlan(source, condition,
            [
                new PlannedClause(1, MergeMatch.Matched, MergeAction.Update, null) { Taken = all },
                new PlannedClause(2, MergeMatch.NotMatched, MergeAction.Insert, null) { Taken = all },
            ],
            work.Target) { RulesKept = true };
    }

    /// <summary>Refuses new rows with null keys, which would match nothing, and several of one key, which would win by chance.</summary>
    private async Task RequireKeysAsync(string table, string[] keys, CancellationToken cancellationToken)
    {
        string list = string.Join(", ", keys);
        string anyNull = string.Join(" OR ", keys.Select(key => $"{key} IS NULL"));
        if (await work.FindRowAsync($"SELECT {list} FROM {table} WHERE {anyNull} LIMIT 1", cancellationToken)
            .ConfigureAwait(false) is { } holed)
        {
            throw new ConstraintViolationException(
                $"The statement gives a row for {write.Table} whose key {Describe(holed)} has a null. Nothing was written.");
        }

        if (await work.FindRowAsync(
            $"SELECT {list} FROM {table} GROUP BY {list} HAVING count(*) > 1 LIMIT 1", cancellationToken)
            .ConfigureAwait(false) is { } twice)
        {
            throw new ConstraintViolationException(
                $"The statement gives several rows for {write.Table} with the key {Describe(twice)}; which should stay "
                + "cannot be told. Nothing was written.");
        }
    }

    private string Describe(object?[] values) => "(" + string.Join(", ", write.MergeKeys.Zip(values,
        (name, value) => $"{name} = {(value is null ? "null" : CellText.Write(value))}")) + ")";

    private string[] Keys() => [.. write.MergeKeys.Select(name => work.Target.Schema.Find(name) is { } field
        ? SqlText.Name(field.Name)
        : throw new SchemaMismatchException($"The table {write.Table} has no column {name} to merge by."))];
}
