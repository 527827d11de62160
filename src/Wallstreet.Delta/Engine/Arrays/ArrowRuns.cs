using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Copies chosen rows of an Arrow array in runs: where few rows are left out, most stand beside each other.
/// </summary>
internal sealed class ArrowRuns
{
    /// <summary>Shorter runs are copied faster row by row.</summary>
    private const int RowsPerRunMin = 8;

    private readonly List<(int First, int Length)> _runs;
    private readonly int _rows;

    /// <param name="runs">Runs of rows in ascending order.</param>
    public ArrowRuns(List<(int First, int Length)> runs)
    {
        _runs = runs;
        _rows = runs.Sum(static run => run.Length);
    }

    /// <summary>How many rows are copied.</summary>
    public int RowCount => _rows;

    /// <summary>Whether the runs are long enough to be worth it.</summary>
    public bool AreLong => _runs.Count <= _rows / RowsPerRunMin;

    /// <param name="rows">Positions in ascending order.</param>
    /// <returns>Their runs; null if they are too short to be worth it.</returns>
    public static ArrowRuns? TryFind(ReadOnlySpan<int> rows)
    {
        List<(int First, int Length)> runs = [];
        for (int row = 0; row < rows.Length;)
        {
            int first = row++;
            while (row < rows.Length && rows[row] - rows[row - 1] == 1)
            {
                row++;
            }

            runs.Add((rows[first], row - first));
            if (runs.Count > rows.Length / RowsPerRunMin)
            {
                return null;
            }
        }

        return new ArrowRuns(runs);
    }

    /// <summary>The rows one by one.</summary>
    public List<int> ToRows()
    {
        List<int> rows = new(_rows);
        foreach ((int first, int length) in _runs)
        {
            for (int row = first; row < first + length; row++)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Copies the rows; null for types that are not copied in runs.</summary>
    /// <param name="source">The array.</param>
    /// <param name="memory">Where the copies lie.</param>
    public ArrayData? TryTake(ArrayData source, RentedBuffers memory) => source.DataType switch
    {
        BooleanType => null,
        StringType or BinaryType => TakeBytes(source, memory),
        FixedWidthType type => TakeFixed(source, type.BitWidth / 8, memory),
        _ => null,
    };

    private ArrayData TakeFixed(ArrayData source, int width, RentedBuffers memory)
    {
        ReadOnlySpan<byte> values = source.Buffers[1].Span[(source.Offset * width)..];
        Memory<byte> taken = memory.Rent(checked(_rows * width));
        Span<byte> target = taken.Span;
        int used = 0;
        foreach ((int first, int length) in _runs)
        {
            values.Slice(first * width, length * width).CopyTo(target[used..]);
            used += length * width;
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source);
        return new ArrayData(source.DataType, _rows, nulls, 0, new[] { valid, new ArrowBuffer(taken) }, null);
    }

    private ArrayData TakeBytes(ArrayData source, RentedBuffers memory)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(source.Buffers[1].Span)[source.Offset..];
        ReadOnlySpan<byte> bytes = source.Buffers[2].Span;
        Memory<byte> packed = memory.Rent(checked((_rows + 1) * sizeof(int)));
        Span<int> takenOffsets = MemoryMarshal.Cast<byte, int>(packed.Span);
        takenOffsets[0] = 0;
        int row = 0;
        foreach ((int first, int length) in _runs)
        {
            Shift(offsets.Slice(first + 1, length), takenOffsets.Slice(row + 1, length), takenOffsets[row] - offsets[first]);
            row += length;
        }

        Memory<byte> taken = memory.Rent(takenOffsets[_rows]);
        Span<byte> target = taken.Span;
        int used = 0;
        foreach ((int first, int length) in _runs)
        {
            ReadOnlySpan<byte> run = bytes[offsets[first]..offsets[first + length]];
            run.CopyTo(target[used..]);
            used += run.Length;
        }

        (ArrowBuffer valid, int nulls) = TakeValidity(source);
        return new ArrayData(
            source.DataType, _rows, nulls, 0, new[] { valid, new ArrowBuffer(packed), new ArrowBuffer(taken) }, null);
    }

    private (ArrowBuffer Buffer, int NullCount) TakeValidity(ArrayData source)
    {
        if (source.NullCount == 0 || source.Buffers[0].IsEmpty)
        {
            return (ArrowBuffer.Empty, 0);
        }

        ReadOnlySpan<byte> valid = source.Buffers[0].Span;
        byte[] taken = new byte[(_rows + 7) / 8];
        int row = 0;
        int nulls = 0;
        foreach ((int first, int length) in _runs)
        {
            for (int item = source.Offset + first; item < source.Offset + first + length; item++, row++)
            {
                bool isValid = BitUtility.GetBit(valid, item);
                taken[row >> 3] |= (byte)(isValid ? 1 << (row & 7) : 0);
                nulls += isValid ? 0 : 1;
            }
        }

        return (new ArrowBuffer(taken), nulls);
    }

    private static void Shift(ReadOnlySpan<int> from, Span<int> to, int by)
    {
        int item = 0;
        for (Vector<int> step = new(by); item + Vector<int>.Count <= from.Length; item += Vector<int>.Count)
        {
            (new Vector<int>(from[item..]) + step).CopyTo(to[item..]);
        }

        for (; item < from.Length; item++)
        {
            to[item] = from[item] + by;
        }
    }
}
