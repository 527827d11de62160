using Wallstreet.Query.Caching;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Statements.Descriptions;

namespace Wallstreet.Query.Statements;

/// <summary>Starts statements that read.</summary>
internal sealed class ReadExecutor(SourceResolver sources, DuckHost host, QueryOptions options, TimeProvider timeProvider)
{
    public async ValueTask<QueryResult> StartAsync(SqlAnalysis analysis, QueryRequest request, CancellationToken cancellationToken)
    {
        var clock = new StatementClock(request.Timeout ?? options.StatementTimeout, timeProvider);
        return analysis.Description is { } description
            ? await DescribeAsync(analysis, description, request, clock, cancellationToken).ConfigureAwait(false)
            : await QueryAsync(analysis, request, clock, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<QueryResult> QueryAsync(
        SqlAnalysis analysis, QueryRequest request, StatementClock clock, CancellationToken cancellationToken)
    {
        var held = new HeldFiles();
        ResolvedStatement resolved;
        DuckLease lease;
        try
        {
            resolved = await sources.ResolveAsync(analysis, request, held, null, cancellationToken).ConfigureAwait(false);
            lease = host.Rent(held.Directories);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        BatchSource source = await BatchSource.StartAsync(
            lease, resolved.Statement, request, clock, held, cancellationToken).ConfigureAwait(false);
        return new QueryResult(source, resolved.Tables, request.RowLimit);
    }

    /// <summary>What a log says needs no engine: it is not opened for it.</summary>
    private async ValueTask<QueryResult> DescribeAsync(SqlAnalysis analysis, Description description, QueryRequest request,
        StatementClock clock, CancellationToken cancellationToken)
    {
        PinnedTable table = await sources.PinAsync(analysis, request, cancellationToken).ConfigureAwait(false);
        var read = new TableVersionRead(description.Target.Display, table.Snapshot.Version, table.Snapshot.Timestamp, 0, 0);
        return new QueryResult(DescriptionRun.Start(description, table, clock), [read], request.RowLimit);
    }
}
