namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Finds where a value ends, which it says itself.</summary>
internal static class VariantLength
{
    /// <summary>How many bytes primitives take, by their type; -1 for those that say it themselves.</summary>
    private static readonly int[] _sizes = [0, 0, 0, 1, 2, 4, 8, 8, 5, 9, 17, 4, 8, 8, 4, -1, -1, 8, 8, 8, 16];

    /// <summary>The bytes of the value that bytes begin with.</summary>
    /// <exception cref="VariantFormatException">They begin with none.</exception>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes)
    {
        uint first = VariantBytes.Unsigned(bytes, 0, 1);
        int header = (int)(first >> 2);
        return VariantBytes.Slice(bytes, 0, (first & 3) switch
        {
            0 => OfPrimitive(bytes, header),
            1 => 1 + header,
            2 => VariantObject.OfObject(bytes).Length,
            _ => VariantObject.OfArray(bytes).Length,
        });
    }

    private static long OfPrimitive(ReadOnlySpan<byte> bytes, int type)
    {
        if (type >= _sizes.Length)
        {
            throw new VariantFormatException($"a value in it is of type {type}, which is not known");
        }

        return _sizes[type] >= 0 ? 1 + _sizes[type] : 1L + sizeof(int) + VariantBytes.Unsigned(bytes, 1, sizeof(int));
    }
}
