using DuckDB.NET.Data;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>
/// The rows of a MERGE's source, read once and kept for the time of the command, each with a number. What does not fit
/// into memory, DuckDB spills.
/// </summary>
/// <param name="Table">The temporary table that holds them.</param>
/// <param name="Alias">What conditions call the source, quoted.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="RowCount">How many rows there are.</param>
internal sealed record MergeSource(string Table, string Alias, IReadOnlyList<StructField> Columns, long RowCount)
{
    /// <summary>The column with the row's number.</summary>
    public const string Row = RowPlace.Prefix + "source";

    /// <summary>The column with the clause that a row is for.</summary>
    public const string Clause = RowPlace.Prefix + "clause";

    /// <summary>A relation with the source's columns and no rows, to bind expressions to.</summary>
    public string None => $"(SELECT * FROM {Table} WHERE false) AS {Alias}";

    /// <summary>Describes a query's columns and keeps its rows.</summary>
    public static async Task<MergeSource> StageAsync(
        CommandSession session, RewrittenSql query, SqlPiece piece, string alias, CancellationToken cancellationToken)
    {
        string table = RowPlace.Prefix + "rows_" + Guid.NewGuid().ToString("N");
        IReadOnlyList<StructField> columns;
        try
        {
            RewrittenSql described = query.Within("DESCRIBE (", "\n)");
            using (DuckDBCommand describe = session.Prepare(described.Sql))
            {
                columns = await DuckStatement.RunAsync(describe, session.Clock, () => StatementColumns.Describe(describe),
                    described, cancellationToken).ConfigureAwait(false);
            }

            StatementColumns.RequireDistinct(columns);
            using DuckDBCommand keep = session.Prepare(
                $"CREATE TEMP TABLE {table} AS SELECT q.*, row_number() OVER () AS {Row} FROM (\n{query.Sql}\n) AS q");
            await DuckStatement.RunAsync(keep, session.Clock, keep.ExecuteNonQuery, query, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SqlSyntaxException error)
        {
            throw piece.Wrong(error.Line - 1, error.Column, error.Problem, error.Hint, error);
        }

        IReadOnlyList<object?[]> count = await session.ReadAsync($"SELECT count(*) FROM {table}", cancellationToken)
            .ConfigureAwait(false);
        return new MergeSource(table, alias, columns, (long)count[0][0]!);
    }

    /// <summary>Lets the rows go.</summary>
    public Task DropAsync(CommandSession session) => session.RunAsync($"DROP TABLE {Table}", CancellationToken.None);
}
