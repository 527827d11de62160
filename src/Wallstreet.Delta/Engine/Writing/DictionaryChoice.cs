using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>Finds the columns of which a dictionary would only cost: nearly every value is another. Writing such a column
/// plainly takes half of the time, and less space.</summary>
internal static class DictionaryChoice
{
    /// <summary>So many rows tell enough; fewer than the least tell nothing.</summary>
    private const int SampleRowsMax = 16_384;
    private const int SampleRowsMin = 256;

    /// <summary>A dictionary must save this share of the plain form.</summary>
    private const double Saving = 0.25;

    /// <summary>The names of columns to write without a dictionary.</summary>
    /// <param name="batch">The first rows of a file.</param>
    /// <param name="groupRows">How many rows share a dictionary.</param>
    public static IEnumerable<string> FindPlain(RecordBatch batch, int groupRows)
    {
        int rows = Math.Min(batch.Length, SampleRowsMax);
        for (int column = 0; rows >= SampleRowsMin && column < batch.ColumnCount; column++)
        {
            if (Count(batch.Column(column).Data, rows) is var (different, width) && !IsWorthIt(different, rows, width, groupRows))
            {
                yield return batch.Schema.FieldsList[column].Name;
            }
        }
    }

    /// <summary>How many different values a sample has, and how many bytes a value takes; null for columns of other
    /// types. Values whose hashes agree count once: what matters is the size of the number.</summary>
    private static (int Different, double Width)? Count(ArrayData data, int rows) => data.DataType switch
    {
        StringType or BinaryType => CountTexts(data, rows),
        BooleanType => null,
        FixedWidthType { BitWidth: 32 } => (CountValues<int>(data, rows), sizeof(int)),
        FixedWidthType { BitWidth: 64 } => (CountValues<long>(data, rows), sizeof(long)),

        // Most decimals of a file take eight bytes, whatever they take in memory.
        FixedWidthType { BitWidth: 128 } => (CountValues<Int128>(data, rows), sizeof(long)),
        _ => null,
    };

    private static int CountValues<T>(ArrayData data, int rows)
        where T : unmanaged => new HashSet<T>(
            MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span).Slice(data.Offset, rows).ToArray()).Count;

    private static (int Different, double Width) CountTexts(ArrayData data, int rows)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, rows + 1);
        ReadOnlySpan<byte> bytes = data.Buffers[2].Span;
        HashSet<int> hashes = [];
        for (int row = 0; row < rows; row++)
        {
            HashCode hash = default;
            hash.AddBytes(bytes[offsets[row]..offsets[row + 1]]);
            hashes.Add(hash.ToHashCode());
        }

        return (hashes.Count, sizeof(int) + ((offsets[^1] - offsets[0]) / (double)rows));
    }

    private static bool IsWorthIt(int different, int rows, double width, int groupRows)
    {
        // If values were drawn from so many at random, a sample and a group would show so many of them.
        double all = EstimatePopulation(different, rows);
        double inGroup = double.IsInfinity(all) ? groupRows : Drawn(all, groupRows);
        double dictionary = (inGroup * width) + (groupRows * Math.Ceiling(Math.Log2(inGroup + 1)) / 8);
        return dictionary <= (1 - Saving) * groupRows * width;
    }

    private static double EstimatePopulation(int different, int rows)
    {
        if (different == rows)
        {
            return double.PositiveInfinity;
        }

        (double low, double high) = (different, (double)rows * rows);
        for (int step = 0; step < 64; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = Drawn(middle, rows) < different ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Drawn(double population, double draws) => population * -double.ExpM1(-draws / population);
}
