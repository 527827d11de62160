using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Results;

namespace Wallstreet.Query;

/// <summary>
/// What a statement returns, computed while it is read: once, from the front, by one reader. Dispose it to stop the
/// statement and to free what it holds.
/// </summary>
public sealed class QueryResult : IAsyncDisposable
{
    private readonly IRowSource _source;
    private readonly long? _rowLimit;
    private bool _read;

    internal QueryResult(IRowSource source, IReadOnlyList<TableVersionRead> tables, long? rowLimit)
    {
        _source = source;
        _rowLimit = rowLimit;
        Tables = tables;
        Columns = [.. source.Schema.FieldsList.Select(field => new ResultColumn(
            field.Name, SqlTypes.Name(field.DataType), field.IsNullable) { ArrowType = field.DataType })];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The tables that are read, with their versions.</summary>
    public IReadOnlyList<TableVersionRead> Tables { get; }

    /// <summary>The result's schema in Arrow's words.</summary>
    public Schema ArrowSchema => _source.Schema;

    /// <summary>Whether rows were left out because of the limit. Known once everything has been read.</summary>
    public bool Truncated { get; private set; }

    /// <summary>How many rows have been read so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>
    /// Reads the rows. Values are .NET's own: whole numbers, <see cref="double"/>, <see cref="decimal"/> (beyond its 28
    /// digits <see cref="System.Data.SqlTypes.SqlDecimal"/>), <see cref="System.Numerics.BigInteger"/>,
    /// <see cref="string"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="DateTime"/> without and
    /// <see cref="DateTimeOffset"/> with a zone, arrays for lists, dictionaries for structs.
    /// </summary>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async IAsyncEnumerable<object?[]> ReadRowsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (RecordBatch batch in ReadArrowAsync(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                for (int row = 0; row < batch.Length; row++)
                {
                    yield return ArrowCells.ReadRow(batch, row);
                }
            }
        }
    }

    /// <summary>Reads all rows into memory; meant for results that are known to be small.</summary>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async Task<IReadOnlyList<object?[]>> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        List<object?[]> rows = [];
        await foreach (object?[] row in ReadRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Reads the rows in batches. The caller disposes each batch.</summary>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async IAsyncEnumerable<RecordBatch> ReadArrowAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_read)
        {
            throw new InvalidOperationException("A result is read once. Run the statement again to read it again.");
        }

        _read = true;
        while (await _source.ReadAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            long left = (_rowLimit ?? long.MaxValue) - RowCount;
            if (batch.Length > left)
            {
                Truncated = true;
                if (left == 0)
                {
                    batch.Dispose();
                    yield break;
                }

                batch = batch.Slice(0, (int)left);
            }

            RowCount += batch.Length;
            yield return batch;
            if (Truncated)
            {
                yield break;
            }
        }
    }

    /// <summary>Writes the rows as CSV (RFC 4180) with a line of names: a null is nothing, an empty text is <c>""</c>.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken = default) =>
        CsvResultWriter.WriteAsync(this, stream, cancellationToken);

    /// <summary>
    /// Writes the rows as one JSON array of objects: numbers as numbers, decimals as texts, times in ISO 8601 with zone.
    /// </summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public Task WriteJsonAsync(Stream stream, CancellationToken cancellationToken = default) =>
        JsonResultWriter.WriteAsync(this, stream, cancellationToken);

    /// <summary>Writes the rows as an Arrow IPC stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    public async Task WriteArrowAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        using var writer = new ArrowStreamWriter(stream, ArrowSchema, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken).ConfigureAwait(false);
        await foreach (RecordBatch batch in ReadArrowAsync(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                await writer.WriteRecordBatchAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.WriteEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
