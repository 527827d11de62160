using System.Runtime.CompilerServices;
using Apache.Arrow;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Reads the changed rows of a plan as Arrow batches.</summary>
internal sealed class ChangeReader
{
    private readonly IObjectStore _store;
    private readonly ChangePlan _plan;
    private readonly DataFileReader _reader;
    private readonly Apache.Arrow.Schema _schema;
    private readonly RowFilter? _filter;
    private readonly List<StructField> _read;

    public ChangeReader(IObjectStore store, ChangePlan plan, IReadOnlyList<StructField> wanted)
    {
        _store = store;
        _plan = plan;
        _schema = new Apache.Arrow.Schema(wanted.Select(ArrowSchemas.ToArrowField), null);
        _filter = plan.Filter is null ? null : new RowFilter(plan.Filter, plan.Schema);
        _read = [.. wanted];
        Need((plan.Filter?.Columns ?? []).Select(static column => column.Names[0]).Append(ChangeColumns.Type));
        _reader = new DataFileReader(_store, _plan.Snapshot, _read);
    }

    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ChangeFile file in _plan.Files)
        {
            await foreach (RecordBatch batch in ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                RequireTypes(file, batch);
                if (Choose(file, batch) is { } chosen)
                {
                    yield return chosen;
                }
            }
        }
    }

    private IAsyncEnumerable<RecordBatch> ReadAsync(ChangeFile file, CancellationToken cancellationToken) =>
        file.Within is { } within
            ? _reader.ReadWithinAsync(file.Scan, within, cancellationToken)
            : _reader.ReadAsync(file.Scan, cancellationToken);

    private void Need(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (_plan.Schema.Find(name) is { } column && !_read.Contains(column))
            {
                _read.Add(column);
            }
        }
    }

    /// <summary>A file of change data without the column that says what changed is no such file.</summary>
    private void RequireTypes(ChangeFile file, RecordBatch batch)
    {
        int column = _read.FindIndex(static field => field.Name == ChangeColumns.Type);
        if (file.Kind == ChangeKind.Recorded && batch.Column(column).NullCount > 0)
        {
            batch.Dispose();
            throw new DataFileException(
                $"The file of change data '{file.Path}' of version {file.Version} at {_store.Location} has rows without "
                + $"{ChangeColumns.Type}, so what happened to them cannot be told. It is damaged; restore it from a backup.");
        }
    }

    /// <summary>The matching rows with the wanted columns; null if there are none.</summary>
    private RecordBatch? Choose(ChangeFile file, RecordBatch batch)
    {
        bool filtered = _filter is not null && file.Match != FileMatch.All;
        if (!filtered && _schema.FieldsList.Count == _read.Count)
        {
            return batch;
        }

        if (!filtered)
        {
            IEnumerable<IArrowArray> arrays = Enumerable.Range(0, _schema.FieldsList.Count).Select(batch.Column);
            return new SharedRecordBatch(_schema, [.. arrays], batch.Length, batch);
        }

        using (batch)
        {
            List<int> rows = _filter!.Choose(batch);
            return rows.Count == 0 ? null : ArrowTake.Take(batch, _schema, rows);
        }
    }
}
