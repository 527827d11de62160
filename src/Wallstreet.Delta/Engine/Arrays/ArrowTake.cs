using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Copies chosen rows of an Arrow array into a new one.</summary>
internal static class ArrowTake
{
    /// <summary>Copies chosen rows of the first columns of a batch, as many as the schema has.</summary>
    public static RecordBatch Take(RecordBatch batch, Apache.Arrow.Schema schema, List<int> rows) =>
        Take(batch, schema, ArrowRuns.TryFind(CollectionsMarshal.AsSpan(rows)), () => rows, rows.Count);

    /// <summary>Copies runs of rows of the first columns of a batch, as many as the schema has.</summary>
    public static RecordBatch Take(RecordBatch batch, Apache.Arrow.Schema schema, ArrowRuns runs)
    {
        List<int>? rows = null;
        return Take(batch, schema, runs.AreLong ? runs : null, () => rows ??= runs.ToRows(), runs.RowCount);
    }

    private static RentedRecordBatch Take(
        RecordBatch batch, Apache.Arrow.Schema schema, ArrowRuns? runs, Func<List<int>> rows, int rowCount)
    {
        RentedBuffers memory = new();
        return new RentedRecordBatch(
            schema,
            Enumerable.Range(0, schema.FieldsList.Count).Select(column => ArrowArrayFactory.BuildArray(
                runs?.TryTake(batch.Column(column).Data, memory)
                ?? Take(batch.Column(column).Data, CollectionsMarshal.AsSpan(rows())))),
            rowCount,
            memory);
    }

    /// <param name="source">The array.</param>
    /// <param name="rows">Positions within the array, which may itself be a slice.</param>
    public static ArrayData Take(ArrayData source, ReadOnlySpan<int> rows) => source.DataType switch
    {
        NullType => ArrowBuffers.Nulls(source.DataType, rows.Length),
        Apache.Arrow.Types.StructType => TakeStruct(source, rows),
        Apache.Arrow.Types.MapType or ListType => TakeList(source, rows),
        StringType or BinaryType => TakeBytes(source, rows),
        BooleanType => TakeBits(source, rows),
        FixedWidthType type => TakeFixed(source, rows, type.BitWidth / 8),
        _ => throw new SchemaMismatchException($"Rows of the Arrow type {source.DataType.Name} cannot be chosen."),
    };

    private static (ArrowBuffer Buffer, int NullCount) TakeValidity(ArrayData source, ReadOnlySpan<int> rows)
    {
        if (source.NullCount == 0 || source.Buffers[0].IsEmpty)
        {
            return (ArrowBuffer.Empty, 0);
        }

        ReadOnlySpan<byte> valid = source.Buffers[0].Span;
        byte[] taken = new byte[(rows.Length + 7) / 8];
        int nulls = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            if (BitUtility.GetBit(valid, source.Offset + rows[row]))
            {
                BitUtility.SetBit(taken, row);
            }
            else
            {
                nulls++;
            }
        }

        return (new ArrowBuffer(taken), nulls);
    }

    private static ArrayData TakeFixed(ArrayData source, ReadOnlySpan<int> rows, int width)
    {
        ReadOnlySpan<byte> values = source.Buffers[1].Span[(source.Offset * width)..];
        byte[] taken = new byte[checked(rows.Length * width)];
        switch (width)
        {
            case 4:
                Copy<int>(values, taken, rows);
                break;
            case 8:
                Copy<long>(values, taken, rows);
                break;
            case 16:
                Copy<Int128>(values, taken, rows);
                break;
            default:
                for (int row = 0; row < rows.Length; row++)
                {
                    values.Slice(rows[row] * width, width).CopyTo(taken.AsSpan(row * width));
                }

                break;
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source, rows);
        return new ArrayData(source.DataType, rows.Length, nulls, 0, new[] { valid, new ArrowBuffer(taken) }, null);
    }

    private static void Copy<T>(ReadOnlySpan<byte> values, Span<byte> taken, ReadOnlySpan<int> rows)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(values);
        Span<T> to = MemoryMarshal.Cast<byte, T>(taken);
        for (int row = 0; row < rows.Length; row++)
        {
            to[row] = from[rows[row]];
        }
    }

    private static ArrayData TakeBits(ArrayData source, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<byte> values = source.Buffers[1].Span;
        byte[] taken = new byte[(rows.Length + 7) / 8];
        for (int row = 0; row < rows.Length; row++)
        {
            if (BitUtility.GetBit(values, source.Offset + rows[row]))
            {
                BitUtility.SetBit(taken, row);
            }
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source, rows);
        return new ArrayData(source.DataType, rows.Length, nulls, 0, new[] { valid, new ArrowBuffer(taken) }, null);
    }

    private static ArrayData TakeBytes(ArrayData source, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(source.Buffers[1].Span)[source.Offset..];
        ReadOnlySpan<byte> values = source.Buffers[2].Span;
        int[] takenOffsets = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            takenOffsets[row + 1] = takenOffsets[row] + offsets[rows[row] + 1] - offsets[rows[row]];
        }

        byte[] taken = new byte[takenOffsets[^1]];
        for (int row = 0; row < rows.Length; row++)
        {
            int start = offsets[rows[row]];
            values[start..offsets[rows[row] + 1]].CopyTo(taken.AsSpan(takenOffsets[row]));
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source, rows);
        return new ArrayData(
            source.DataType, rows.Length, nulls, 0, new[] { valid, Pack(takenOffsets), new ArrowBuffer(taken) }, null);
    }

    private static ArrayData TakeStruct(ArrayData source, ReadOnlySpan<int> rows)
    {
        int[] shifted = rows.ToArray();
        for (int row = 0; row < shifted.Length; row++)
        {
            shifted[row] += source.Offset;
        }

        ArrayData[] children = new ArrayData[source.Children.Length];
        for (int child = 0; child < children.Length; child++)
        {
            children[child] = Take(source.Children[child], shifted);
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source, rows);
        return new ArrayData(source.DataType, rows.Length, nulls, 0, new[] { valid }, children);
    }

    private static ArrayData TakeList(ArrayData source, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(source.Buffers[1].Span)[source.Offset..];
        int[] takenOffsets = new int[rows.Length + 1];
        List<int> items = [];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int item = offsets[rows[row]]; item < offsets[rows[row] + 1]; item++)
            {
                items.Add(item);
            }

            takenOffsets[row + 1] = items.Count;
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source, rows);
        return new ArrayData(
            source.DataType,
            rows.Length,
            nulls,
            0,
            new[] { valid, Pack(takenOffsets) },
            new[] { Take(source.Children[0], CollectionsMarshal.AsSpan(items)) });
    }

    private static ArrowBuffer Pack(int[] offsets) => new(MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray());
}
