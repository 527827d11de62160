using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Delta;
using Wallstreet.Insight.Questions;
using Wallstreet.Query;
using Wallstreet.Web.Hosting;
using Wallstreet.Web.Problems;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Sql;

/// <summary>
/// Runs the queries of the pages: few at once, each bounded in rows and time, so that a page cannot starve runs. The
/// engine is not opened before the first query.
/// </summary>
internal sealed class QueryDesk(IServiceProvider services, WallstreetWebOptions options, TimeProvider time) : IQuerySource, IDisposable
{
    private readonly SemaphoreSlim _room = new(options.QueriesInFlightMax);

    public void Dispose() => _room.Dispose();

    public async ValueTask<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        QueryRequest request = new() { Parameters = question.Parameters, KnownAt = ParseKnownAt(question.KnownAt) };
        (QueryResult result, IReadOnlyList<object?[]> rows) = await ReadAsync(question.Sql, request, question.RowsMax, cancellationToken).ConfigureAwait(false);
        return new Answer([.. result.Columns.Select(column => new AnswerColumn(column.Name, column.SqlType))], rows)
        {
            Truncated = result.Truncated,
            Tables = [.. result.Tables.Select(table => new TableRead(table.Name, table.Version, table.Timestamp))],
        };
    }

    public async ValueTask<SqlAnswer> RunAsync(string sql, QueryRequest request, int? limit, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        int rowsMax = Math.Clamp(limit ?? 1000, 1, options.SqlRowsMax);
        (QueryResult result, IReadOnlyList<object?[]> rows) = await ReadAsync(sql, request, rowsMax, cancellationToken).ConfigureAwait(false);
        return new SqlAnswer
        {
            Columns = [.. result.Columns.Select(column => new ResultColumnAnswer(column.Name, column.SqlType))],
            Rows = rows,
            Truncated = result.Truncated,
            ElapsedMs = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 2),
            Tables = [.. result.Tables.Select(table => new TableReadAnswer(
                table.Name, table.Version, table.Timestamp, table.FilesScanned, table.FilesPruned))],
        };
    }

    /// <summary>Writes a whole result, not bounded in rows, to a stream.</summary>
    public async Task ExportAsync(string sql, HistoryPoint? knownAt, Func<QueryResult, Task> write, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            QueryResult result = await Engine().QueryAsync(sql, new QueryRequest { KnownAt = knownAt }, cancellationToken).ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                await write(result).ConfigureAwait(false);
            }
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>The tables that a statement reads; nothing when it is not SQL (running it says why).</summary>
    public IReadOnlyList<string> FindTables(string sql)
    {
        try
        {
            return Engine().Analyze(sql).Tables;
        }
        catch (QueryException)
        {
            return [];
        }
    }

    public static HistoryPoint? ParseKnownAt(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : HistoryPoint.TryParse(text, out HistoryPoint? knownAt) ? knownAt
        : throw ApiException.BadRequest($"'{text}' is neither a version nor a time.", "Give a version (12) or a time (2024-05-01T16:00:00Z).");

    private QueryEngine Engine() => services.GetRequiredService<QueryEngine>();

    private async ValueTask<(QueryResult Result, IReadOnlyList<object?[]> Rows)> ReadAsync(
        string sql, QueryRequest request, int rowsMax, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            QueryRequest bounded = request with { RowLimit = rowsMax, Timeout = options.SqlTimeout };
            QueryResult result = await Engine().QueryAsync(sql, bounded, cancellationToken).ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                return (result, await result.ReadAllAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            _room.Release();
        }
    }
}
