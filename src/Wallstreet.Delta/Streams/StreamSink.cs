using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Streams;

/// <summary>Writes the batches of a stream to a table, each exactly once: the commit with a batch's rows records the
/// batch's id too, and a batch that is recorded is not written again. A writer that is killed before its commit leaves
/// files that belong to no version, and writes the batch anew.</summary>
/// <remarks>Protocol section "Transaction Identifiers".</remarks>
public sealed class StreamSink
{
    private readonly DeltaTable _table;
    private readonly IDataEngine _engine;
    private readonly string _appId;

    /// <summary>Creates a sink.</summary>
    /// <param name="table">The table.</param>
    /// <param name="engine">Writes the files.</param>
    /// <param name="appId">Names the stream for good: the same after a restart, another for every other stream into the
    /// table.</param>
    public StreamSink(DeltaTable table, IDataEngine engine, string appId)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrEmpty(appId);
        _table = table;
        _engine = engine;
        _appId = appId;
    }

    /// <summary>What a batch does to the rows that are there.</summary>
    /// <value><see cref="StreamOutput.Append"/> by default.</value>
    public StreamOutput Output { get; init; } = StreamOutput.Append;

    /// <summary>How files are written.</summary>
    public WriteOptions WriteOptions { get; init; } = new();

    /// <summary>Finds the last batch that the table has.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id, or <see langword="null"/> if it has none of this stream.</returns>
    public async ValueTask<long?> FindLastBatchAsync(CancellationToken cancellationToken) =>
        (await _table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).FindApplicationVersion(_appId);

    /// <summary>Writes a batch unless the table has it.</summary>
    /// <param name="batchId">The batch's id: higher than that of the batch before, the same when it is written again.</param>
    /// <param name="rows">The rows, which must be the same when the batch is written again; not read if the table has it.
    /// The engine disposes of the batches.</param>
    /// <param name="cancellationToken">Gives up; the batch may still have been written, and writing it again is safe.
    /// </param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ConcurrentModificationException">Another writer's commit is in the way.</exception>
    public async ValueTask<StreamWriteResult> WriteAsync(
        long batchId, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batchId);
        ArgumentNullException.ThrowIfNull(rows);
        Snapshot snapshot = await _table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        if (Has(snapshot, batchId))
        {
            return new StreamWriteResult(batchId, null);
        }

        IReadOnlyList<AddFile> files = await _engine
            .WriteAsync(_table, snapshot, rows, WriteOptions, cancellationToken).ConfigureAwait(false);
        AddFile[] old = Output == StreamOutput.Complete ? [.. snapshot.Files] : [];
        TableChange change = new(snapshot)
        {
            Adds = files,
            Removes = old,
            ReadsWholeTable = Output == StreamOutput.Complete,
            FilesAreChanges = true,
            Application = new ApplicationTransaction(_appId, batchId),
        };
        try
        {
            return new StreamWriteResult(
                batchId, await _table.CommitAsync(change, Describe(batchId, files, old), cancellationToken).ConfigureAwait(false));
        }
        catch (ConcurrentModificationException exception) when (exception.Rule == ConflictRule.ConcurrentTransaction)
        {
            // The same stream runs twice: whoever was first has written the batch.
            Snapshot now = await _table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            if (Has(now, batchId))
            {
                return new StreamWriteResult(batchId, null);
            }

            throw;
        }
    }

    private bool Has(Snapshot snapshot, long batchId) => snapshot.FindApplicationVersion(_appId) >= batchId;

    private CommitOptions Describe(long batchId, IReadOnlyList<AddFile> added, AddFile[] removed) => new("STREAMING UPDATE")
    {
        OperationParameters = new Dictionary<string, string>
        {
            ["outputMode"] = $"\"{Output}\"",
            ["queryId"] = $"\"{System.Text.Json.JsonEncodedText.Encode(_appId)}\"",
            ["epochId"] = $"\"{Text(batchId)}\"",
        },
        OperationMetrics = new Dictionary<string, string>
        {
            ["numAddedFiles"] = Text(added.Count),
            ["numRemovedFiles"] = Text(removed.Length),
            ["numOutputBytes"] = Text(added.Sum(static file => file.SizeBytes)),
        },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
