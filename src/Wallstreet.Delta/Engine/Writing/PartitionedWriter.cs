using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Variants;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>Divides rows by partition and writes each partition's rows to files of its own.</summary>
internal sealed class PartitionedWriter : IDisposable
{
    /// <summary>How many rows the row groups of all open files may hold together, about: the more files there are, the
    /// smaller are the row groups of further ones.</summary>
    private const int BufferedRowsMax = 1 << 18;

    /// <summary>Smaller row groups cost readers more than they save here.</summary>
    private const int RowGroupRowsMin = 1 << 12;

    private readonly FileTarget _target;
    private readonly WriteOptions _options;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<StructField> _columns;
    private readonly Apache.Arrow.Schema _fileSchema;
    private readonly Dictionary<string, (DataFileWriter Writer, Dictionary<string, string?> Values)> _open = [];
    private readonly List<AddFile> _files = [];
    private readonly IReadOnlyList<StructField> _hidden;
    private readonly ArrowAdapter _adapter = new(ColumnMappingMode.None, "the rows to write", storesVariants: true);

    /// <param name="target">Where the files go, and which columns they have.</param>
    /// <param name="options">How files are cut.</param>
    /// <param name="time">The clock.</param>
    /// <param name="hidden">Columns of files that are none of the table's.</param>
    public PartitionedWriter(FileTarget target, WriteOptions options, TimeProvider time, IReadOnlyList<StructField> hidden)
    {
        _target = target;
        _options = options;
        _time = time;
        _hidden = hidden;
        _columns = [.. target.Schema.Fields.Where(column => !IsPartition(column) && column.Type != PrimitiveType.Void), .. hidden];
        _fileSchema = FileSchemas.Create(_columns, target.ColumnMapping);
    }

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        RequireKnownColumns(batch);
        RequireGivenColumns(batch);
        if (batch.Length == 0)
        {
            return;
        }

        ArrayData[] data = [.. _columns.Select(column => Adapt(batch, column))];
        if (_target.PartitionFields.Count == 0)
        {
            await WriteAsync("", [], data, batch.Length, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (PartitionRows part in PartitionRows.Divide(_target, batch, _adapter))
        {
            ArrayData[] chosen = part.Rows.Count == batch.Length
                ? data
                : [.. data.Select(column => ArrowTake.Take(
                    column, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(part.Rows)))];
            await WriteAsync(part.Folder, part.Values, chosen, part.Rows.Count, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyList<AddFile>> CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (string folder in _open.Keys.ToArray())
        {
            await CloseAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        return _files;
    }

    /// <summary>Takes back the files that were written. One that cannot be is left: it belongs to no version.</summary>
    public async ValueTask WithdrawAsync()
    {
        foreach (AddFile file in _files)
        {
            try
            {
                await _target.Store.DeleteAsync(Uri.UnescapeDataString(file.Path), CancellationToken.None).ConfigureAwait(false);
            }
            catch (ObjectStoreException)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        foreach ((DataFileWriter writer, _) in _open.Values)
        {
            writer.Dispose();
        }
    }

    private bool IsPartition(StructField column) => _target.PartitionFields.Any(field => field.Name == column.Name);

    private void RequireKnownColumns(RecordBatch batch)
    {
        Field? unknown = batch.Schema.FieldsList.FirstOrDefault(field =>
            _target.Schema.Find(field.Name) is null && _hidden.All(column => column.Name != field.Name));
        if (unknown is not null)
        {
            throw new SchemaMismatchException(
                $"The rows to write have the column '{unknown.Name}', which the table does not have. "
                + "Leave it out, or add it to the table's schema first.");
        }
    }

    /// <summary>Columns that are left out become null, partition columns too; those that must not are refused.</summary>
    private void RequireGivenColumns(RecordBatch batch)
    {
        StructField? lacking = _target.Schema.Fields.FirstOrDefault(column =>
            (!column.Nullable || column.Metadata.ContainsKey("CURRENT_DEFAULT"))
            && ArrowAdapter.FindField(batch.Schema.FieldsList, column, ColumnMappingMode.None) < 0);
        if (lacking is not null)
        {
            throw new SchemaMismatchException(
                $"The rows to write lack the column '{lacking.Name}', which is NOT NULL or has a default that this version "
                + "does not fill in. Give it a value.");
        }
    }

    private ArrayData Adapt(RecordBatch batch, StructField column)
    {
        int position = ArrowAdapter.FindField(batch.Schema.FieldsList, column, ColumnMappingMode.None);
        return position >= 0
            ? _adapter.Adapt(batch.Column(position).Data, column.Type, column.Name)
            : ArrowBuffers.Nulls(ArrowSchemas.ToArrowType(column.Type, VariantArrays.Type), batch.Length);
    }

    private async ValueTask WriteAsync(
        string folder,
        Dictionary<string, string?> values,
        ArrayData[] data,
        int length,
        CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(folder, out (DataFileWriter Writer, Dictionary<string, string?> Values) open))
        {
            if (_open.Count >= _options.PartitionsOpenMax)
            {
                string fullest = _open.MaxBy(static pair => pair.Value.Writer.RowCount).Key;
                await CloseAsync(fullest, cancellationToken).ConfigureAwait(false);
            }

            string key = $"{FilePrefix.Next(_target.Metadata) ?? folder}part-{_files.Count + _open.Count:D5}-{Guid.NewGuid()}.c000.snappy.parquet";
            open = (new DataFileWriter(_target.Store, _target.Metadata, _columns, key, OptionsOfNext()), values);
            _open.Add(folder, open);
        }

        IArrowArray[] arrays = [.. data.Select((column, position) => ArrowArrayFactory.BuildArray(
            FileArrays.Relabel(column, _fileSchema.FieldsList[position].DataType)))];

        // The arrays may share the caller's memory, which the caller releases.
#pragma warning disable CA2000
        open.Writer.Write(new RecordBatch(_fileSchema, arrays, length));
#pragma warning restore CA2000
        if (open.Writer.RowCount >= _options.FileRowsMax)
        {
            await CloseAsync(folder, cancellationToken).ConfigureAwait(false);
        }
    }

    private WriteOptions OptionsOfNext() => _options with
    {
        RowGroupRows = Math.Min(_options.RowGroupRows, Math.Max(RowGroupRowsMin, BufferedRowsMax / (_open.Count + 1))),
    };

    private async ValueTask CloseAsync(string folder, CancellationToken cancellationToken)
    {
        _open.Remove(folder, out (DataFileWriter Writer, Dictionary<string, string?> Values) open);
        using DataFileWriter writer = open.Writer;
        _files.Add(await writer.CompleteAsync(open.Values, _time, cancellationToken).ConfigureAwait(false));
    }
}
