using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Execution;

/// <summary>A running statement that gives its rows in batches as they are asked for.</summary>
internal sealed class BatchSource : IRowSource
{
    private readonly DuckLease _lease;
    private readonly DuckDBCommand _command;
    private readonly IArrowArrayStream _stream;
    private readonly StatementClock _clock;
    private readonly RewrittenSql _statement;
    private readonly IDisposable _files;
    private bool _disposed;

    private BatchSource(DuckLease lease, DuckDBCommand command, IArrowArrayStream stream, StatementClock clock,
        RewrittenSql statement, IDisposable files)
    {
        _lease = lease;
        _command = command;
        _stream = stream;
        _clock = clock;
        _statement = statement;
        _files = files;
    }

    public Schema Schema => _stream.Schema;

    /// <summary>Starts a statement. Lease and files become the source's, or are freed if it does not start.</summary>
    public static async Task<BatchSource> StartAsync(DuckLease lease, RewrittenSql statement,
        QueryRequest request, StatementClock clock, IDisposable files, CancellationToken cancellationToken)
    {
        DuckDBCommand? command = null;
        try
        {
            command = DuckStatement.Create(lease.Connection, statement.Sql, request.Parameters);
            command.UseStreamingMode = true;
            IArrowArrayStream stream = await DuckStatement.RunAsync(
                command, clock, command.ExecuteArrowStream, statement, cancellationToken).ConfigureAwait(false);
            return new BatchSource(lease, command, stream, clock, statement, files);
        }
        catch
        {
            command?.Dispose();
            lease.Dispose();
            files.Dispose();
            throw;
        }
    }

    /// <summary>The next batch; <see langword="null"/> at the end.</summary>
    public Task<RecordBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(QueryResult));
        return DuckStatement.RunAsync(_command, _clock, ReadNext, _statement, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await Task.Run(() =>
        {
            _stream.Dispose();
            _command.Dispose();
            _lease.Dispose();
            _files.Dispose();
        }).ConfigureAwait(false);
    }

    private RecordBatch? ReadNext()
    {
        // DuckDB's stream is synchronous beneath its task.
        ValueTask<RecordBatch?> next = _stream.ReadNextRecordBatchAsync(CancellationToken.None)!;
        return next.IsCompleted ? next.GetAwaiter().GetResult() : next.AsTask().GetAwaiter().GetResult();
    }
}
