using Apache.Arrow;
using Wallstreet.Query.Execution;

namespace Wallstreet.Query.Statements.Descriptions;

/// <summary>What a log says, row by row, in batches.</summary>
internal sealed class LogSource(Schema schema, IAsyncEnumerable<object?[]> rows, StatementClock clock) : IRowSource
{
    private const int BatchRows = 256;

    private readonly CancellationTokenSource _stop = new();
    private IAsyncEnumerator<object?[]>? _rows;

    public Schema Schema { get; } = schema;

    public async Task<RecordBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource time = clock.Start(cancellationToken);
        using CancellationTokenRegistration stop = time.Token.Register(_stop.Cancel);
        try
        {
            _rows ??= rows.GetAsyncEnumerator(_stop.Token);
            List<object?[]> batch = [];
            while (batch.Count < BatchRows && await _rows.MoveNextAsync().ConfigureAwait(false))
            {
                batch.Add(_rows.Current);
            }

            return batch.Count > 0 ? LogColumns.BatchOf(Schema, batch) : null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new QueryTimeoutException(clock.Timeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_rows is not null)
        {
            await _rows.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }
}
