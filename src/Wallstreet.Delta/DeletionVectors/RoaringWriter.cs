using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Writes the portable serialization of a bitmap of 64 bits, each container in the form that takes the fewest
/// bytes: an array, a set of bits, or runs.</summary>
/// <remarks>https://github.com/RoaringBitmap/RoaringFormatSpec; protocol section "Deletion Vector Format".</remarks>
internal static class RoaringWriter
{
    private const int BitsSize = 8192;

    private enum Form
    {
        Array,
        Bits,
        Runs,
    }

    /// <summary>Appends the bitmap.</summary>
    public static void Write64(RoaringBitmap bitmap, IBufferWriter<byte> output)
    {
        List<IGrouping<long, (long Key, RoaringContainer Container)>> buckets =
            [.. bitmap.Containers.GroupBy(static item => item.Key >> 16)];
        WriteUInt64(output, (ulong)buckets.Count);
        foreach (IGrouping<long, (long Key, RoaringContainer Container)> bucket in buckets)
        {
            WriteUInt32(output, (uint)bucket.Key);
            WriteBucket([.. bucket.Select(static item => new Part((ushort)(item.Key & ushort.MaxValue), item.Container))], output);
        }
    }

    private static void WriteBucket(Part[] parts, IBufferWriter<byte> output)
    {
        bool runs = Array.Exists(parts, static part => part.Form == Form.Runs);
        int start = sizeof(uint) + (4 * parts.Length);
        if (runs)
        {
            WriteUInt32(output, RoaringBitmap.CookieWithRuns | ((uint)(parts.Length - 1) << 16));
            byte[] isRun = new byte[(parts.Length + 7) / 8];
            for (int item = 0; item < parts.Length; item++)
            {
                isRun[item / 8] |= (byte)(parts[item].Form == Form.Runs ? 1 << (item % 8) : 0);
            }

            output.Write(isRun);
            start += isRun.Length;
        }
        else
        {
            WriteUInt32(output, RoaringBitmap.CookieWithoutRuns);
            WriteUInt32(output, (uint)parts.Length);
            start += sizeof(uint);
        }

        foreach (Part part in parts)
        {
            WriteUInt16(output, part.Key);
            WriteUInt16(output, (ushort)(part.Cardinality - 1));
        }

        if (!runs || parts.Length >= RoaringBitmap.OffsetsContainersMin)
        {
            start += sizeof(uint) * parts.Length;
            foreach (Part part in parts)
            {
                WriteUInt32(output, (uint)start);
                start += part.Size;
            }
        }

        foreach (Part part in parts)
        {
            part.Write(output);
        }
    }

    private static void WriteUInt16(IBufferWriter<byte> output, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.GetSpan(sizeof(ushort)), value);
        output.Advance(sizeof(ushort));
    }

    private static void WriteUInt32(IBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }

    private static void WriteUInt64(IBufferWriter<byte> output, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }

    /// <summary>A container and how it is written.</summary>
    private sealed class Part
    {
        private readonly ulong[] _bits;

        public Part(ushort key, RoaringContainer container)
        {
            Key = key;
            Cardinality = container.Cardinality;
            _bits = container.ToBits();
            int plain = Cardinality <= RoaringBitmap.ArrayNumbersMax ? 2 * Cardinality : BitsSize;
            int runs = sizeof(ushort) + (4 * CountRuns());
            Form = runs < plain ? Form.Runs
                : Cardinality <= RoaringBitmap.ArrayNumbersMax ? Form.Array
                : Form.Bits;
            Size = Math.Min(runs, plain);
        }

        public ushort Key { get; }

        public int Cardinality { get; }

        public Form Form { get; }

        public int Size { get; }

        public void Write(IBufferWriter<byte> output)
        {
            switch (Form)
            {
                case Form.Array:
                    foreach (int number in Changes(_bits, single: true))
                    {
                        WriteUInt16(output, (ushort)number);
                    }

                    break;
                case Form.Bits:
                    foreach (ulong word in _bits)
                    {
                        WriteUInt64(output, word);
                    }

                    break;
                default:
                    WriteRuns(output);
                    break;
            }
        }

        private void WriteRuns(IBufferWriter<byte> output)
        {
            WriteUInt16(output, (ushort)CountRuns());
            int first = -1;
            foreach (int edge in Changes(_bits, single: false))
            {
                if (first < 0)
                {
                    first = edge;
                }
                else
                {
                    WriteUInt16(output, (ushort)first);
                    WriteUInt16(output, (ushort)(edge - first - 1));
                    first = -1;
                }
            }
        }

        private int CountRuns()
        {
            int count = 0;
            ulong before = 0;
            foreach (ulong word in _bits)
            {
                count += BitOperations.PopCount(word & ~((word << 1) | before));
                before = word >> 63;
            }

            return count;
        }

        /// <summary>The set numbers, or the first number of each run and the one behind its last.</summary>
        private static IEnumerable<int> Changes(ulong[] bits, bool single)
        {
            ulong before = 0;
            for (int word = 0; word < bits.Length; word++)
            {
                ulong edges = single ? bits[word] : bits[word] ^ ((bits[word] << 1) | before);
                before = bits[word] >> 63;
                for (; edges != 0; edges &= edges - 1)
                {
                    yield return (word * 64) + BitOperations.TrailingZeroCount(edges);
                }
            }

            if (!single && before != 0)
            {
                yield return bits.Length * 64;
            }
        }
    }
}
