using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Engine;

/// <summary>Gathers the statistics of a file while its batches are written, and refuses nulls where the schema has none.
/// </summary>
public sealed class ParquetFileStatistics
{
    private readonly Metadata _metadata;
    private readonly IReadOnlyList<StructField> _columns;
    private readonly Dictionary<ColumnPath, ColumnMeasure> _measures = [];

    /// <summary>Starts the statistics of one file.</summary>
    /// <param name="metadata">The table's metadata.</param>
    /// <param name="columns">The columns of the file, in order: those of the schema that are no partition columns.
    /// </param>
    public ParquetFileStatistics(Metadata metadata, IReadOnlyList<StructField> columns)
    {
        _metadata = metadata;
        _columns = columns;
    }

    /// <summary>How many rows were added.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Adds a batch.</summary>
    /// <param name="batch">Its columns are those of the file, in order and with the table's Arrow types.</param>
    /// <exception cref="ConstraintViolationException">A column that is NOT NULL holds null.</exception>
    public void Add(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int position = 0; position < _columns.Count; position++)
        {
            ArrayData data = batch.Column(position).Data;
            Add(data, _columns[position], [], [], data.Offset, batch.Length);
        }

        RecordCount += batch.Length;
    }

    /// <summary>The statistics of what was added.</summary>
    /// <returns>JSON for <see cref="AddFile.Statistics"/>.</returns>
    public string ToJson()
    {
        StatisticsBuilder builder = new(_metadata) { RecordCount = RecordCount };
        foreach ((ColumnPath column, ColumnMeasure measure) in _measures)
        {
            // Columns that are none of the table's have no statistics.
            if (column.FindIn(_metadata.Schema) is null)
            {
                continue;
            }

            (Literal? min, Literal? max) = measure.GetBounds();
            builder.Set(column, min, max, measure.NullCount);
        }

        return builder.ToJson();
    }

    /// <summary>The exact bounds and null counts of the columns so far.</summary>
    internal IEnumerable<(ColumnPath Column, Literal? Min, Literal? Max, long NullCount)> Measure() =>
        _measures.Select(static pair =>
        {
            (Literal? min, Literal? max) = pair.Value.GetBounds();
            return (pair.Key, min, max, pair.Value.NullCount);
        });

    private void Add(
        ArrayData data, StructField column, List<string> outer, ReadOnlySpan<bool> outerValid, int offset, int length)
    {
        ReadOnlySpan<bool> valid = Validity(data, outerValid, offset, length);
        outer.Add(column.Name);
        if (!column.Nullable && HasNull(valid, outerValid))
        {
            throw new ConstraintViolationException(
                $"Column '{string.Join('.', outer)}' is NOT NULL, and the rows to write hold null in it.");
        }

        if (column.Type is StructType structure)
        {
            for (int child = 0; child < structure.Fields.Count; child++)
            {
                ArrayData inner = data.Children[child];
                Add(inner, structure.Fields[child], outer, valid, inner.Offset + offset, length);
            }
        }
        else
        {
            ColumnPath path = new(outer);
            if (!_measures.TryGetValue(path, out ColumnMeasure? measure))
            {
                measure = ColumnMeasure.For(column.Type);
                _measures.Add(path, measure);
            }

            measure.Add(data, valid, offset, length);
        }

        outer.RemoveAt(outer.Count - 1);
    }

    /// <summary>Null inside of a struct that is null itself breaks no rule.</summary>
    private static bool HasNull(ReadOnlySpan<bool> valid, ReadOnlySpan<bool> outerValid)
    {
        for (int row = 0; row < valid.Length; row++)
        {
            if (!valid[row] && (outerValid.IsEmpty || outerValid[row]))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<bool> Validity(
        ArrayData data, ReadOnlySpan<bool> outerValid, int offset, int length)
    {
        if (data.DataType is Apache.Arrow.Types.NullType)
        {
            return new bool[length];
        }

        ReadOnlySpan<byte> bits = data.Buffers[0].Span;
        if (bits.IsEmpty || data.NullCount == 0)
        {
            return outerValid;
        }

        bool[] valid = new bool[length];
        bool all = outerValid.IsEmpty;
        for (int row = 0; row < length; row++)
        {
            valid[row] = BitUtility.GetBit(bits, offset + row) && (outerValid.IsEmpty || outerValid[row]);
            all &= valid[row];
        }

        return all ? [] : valid;
    }
}
