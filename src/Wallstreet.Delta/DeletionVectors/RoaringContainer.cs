using System.Buffers.Binary;
using System.Numerics;

namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Which of 65,536 numbers in a row are in a bitmap. Few numbers and few runs stay lists, so that a small file
/// cannot take much memory; all else becomes a set of bits, which is asked fastest.</summary>
internal sealed class RoaringContainer
{
    private const int Span = 1 << 16;
    private const int ListedNumbersMax = 256;
    private const int ListedRunsMax = 64;

    /// <summary>In ascending order: the numbers, or first and last number of each run, or null.</summary>
    private readonly ushort[]? _list;
    private readonly bool _runs;
    private readonly ulong[]? _bits;

    private RoaringContainer(ushort[]? list, bool runs, ulong[]? bits, int cardinality)
    {
        _list = list;
        _runs = runs;
        _bits = bits;
        Cardinality = cardinality;
    }

    /// <summary>How many numbers are in it, from 1 to 65,536.</summary>
    public int Cardinality { get; }

    /// <summary>Reads ascending numbers.</summary>
    public static RoaringContainer ReadArray(ref BitmapBytes bytes, int cardinality)
    {
        ushort[] numbers = bytes.TakeUInt16s(cardinality);
        for (int item = 1; item < numbers.Length; item++)
        {
            if (numbers[item] <= numbers[item - 1])
            {
                throw new BitmapFormatException($"the numbers of an array descend from {numbers[item - 1]} to {numbers[item]}");
            }
        }

        if (cardinality <= ListedNumbersMax)
        {
            return new RoaringContainer(numbers, false, null, cardinality);
        }

        ulong[] bits = new ulong[Span / 64];
        foreach (ushort number in numbers)
        {
            bits[number >> 6] |= 1UL << number;
        }

        return new RoaringContainer(null, false, bits, cardinality);
    }

    /// <summary>Reads 8,192 bytes of bits.</summary>
    public static RoaringContainer ReadBits(ref BitmapBytes bytes, int cardinality)
    {
        ReadOnlySpan<byte> taken = bytes.Take(Span / 8);
        ulong[] bits = new ulong[Span / 64];
        int count = 0;
        for (int word = 0; word < bits.Length; word++)
        {
            bits[word] = BinaryPrimitives.ReadUInt64LittleEndian(taken[(word * sizeof(ulong))..]);
            count += BitOperations.PopCount(bits[word]);
        }

        return count == cardinality
            ? new RoaringContainer(null, false, bits, cardinality)
            : throw new BitmapFormatException($"a set of bits has {count} of them and says that it has {cardinality}");
    }

    /// <summary>Reads runs, each its first number and how many follow.</summary>
    public static RoaringContainer ReadRuns(ref BitmapBytes bytes)
    {
        ushort[] runs = bytes.TakeUInt16s(2 * bytes.TakeUInt16());
        int cardinality = 0;
        int last = -1;
        for (int item = 0; item < runs.Length; item += 2)
        {
            int end = runs[item] + runs[item + 1];
            if (runs[item] <= last || end >= Span)
            {
                throw new BitmapFormatException($"the run from {runs[item]} to {end} overlaps its neighbour or ends too late");
            }

            cardinality += runs[item + 1] + 1;
            runs[item + 1] = (ushort)end;
            last = end;
        }

        return cardinality == 0
            ? throw new BitmapFormatException("a container of runs is empty")
            : runs.Length <= 2 * ListedRunsMax
                ? new RoaringContainer(runs, true, null, cardinality)
                : new RoaringContainer(null, false, ToBits(runs), cardinality);
    }

    public bool Contains(ushort number)
    {
        if (_bits is not null)
        {
            return (_bits[number >> 6] & (1UL << number)) != 0;
        }

        int found = Array.BinarySearch(_list!, number);

        // Between the first and the last number of a run, the next larger one is a last one, at an odd place.
        return found >= 0 || (_runs && (~found & 1) == 1);
    }

    public IEnumerable<ushort> Numbers()
    {
        ulong[] words = ToBits();
        for (int word = 0; word < words.Length; word++)
        {
            for (ulong rest = words[word]; rest != 0; rest &= rest - 1)
            {
                yield return (ushort)((word * 64) + BitOperations.TrailingZeroCount(rest));
            }
        }
    }

    /// <summary>A container of the numbers whose bits are set, which stay the caller's to give away; null if none is.
    /// </summary>
    public static RoaringContainer? OfBits(ulong[] bits)
    {
        int count = 0;
        foreach (ulong word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        if (count == 0)
        {
            return null;
        }

        RoaringContainer container = new(null, false, bits, count);
        return count <= ListedNumbersMax ? new RoaringContainer([.. container.Numbers()], false, null, count) : container;
    }

    /// <summary>The numbers as 1,024 words of bits, which must not be changed.</summary>
    public ulong[] ToBits()
    {
        if (_bits is not null)
        {
            return _bits;
        }

        if (_runs)
        {
            return ToBits(_list!);
        }

        ulong[] bits = new ulong[Span / 64];
        foreach (ushort number in _list!)
        {
            bits[number >> 6] |= 1UL << number;
        }

        return bits;
    }

    private static ulong[] ToBits(ushort[] runs)
    {
        ulong[] bits = new ulong[Span / 64];
        for (int item = 0; item < runs.Length; item += 2)
        {
            for (int number = runs[item]; number <= runs[item + 1]; number++)
            {
                bits[number >> 6] |= 1UL << number;
            }
        }

        return bits;
    }
}
