using System.Buffers.Binary;

namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Reads the little-endian numbers of variants, and says so where the bytes end too soon.</summary>
internal static class VariantBytes
{
    /// <summary>A part of the bytes.</summary>
    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, long start, long length) =>
        start >= 0 && length >= 0 && start + length <= bytes.Length
            ? bytes.Slice((int)start, (int)length)
            : throw new VariantFormatException(
                $"it has {bytes.Length} bytes, too few for {length} from {start} on");

    /// <summary>A number of 1 to 4 bytes.</summary>
    public static uint Unsigned(ReadOnlySpan<byte> bytes, long start, int width)
    {
        ReadOnlySpan<byte> taken = Slice(bytes, start, width);
        uint value = 0;
        for (int index = width - 1; index >= 0; index--)
        {
            value = (value << 8) | taken[index];
        }

        return value;
    }

    public static short Int16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt16LittleEndian(Slice(bytes, 0, 2));

    public static int Int32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, 0, 4));

    public static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(Slice(bytes, 0, 8));

    public static Int128 Int128(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt128LittleEndian(Slice(bytes, 0, 16));
}
