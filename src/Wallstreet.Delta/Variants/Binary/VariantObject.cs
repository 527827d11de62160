namespace Wallstreet.Delta.Variants.Binary;

/// <summary>The fields of an object, or the items of an array, within the bytes of a variant.</summary>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantEncoding.md, sections "Object" and "Array".
/// </remarks>
internal readonly ref struct VariantObject
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _idWidth;
    private readonly int _offsetWidth;
    private readonly long _ids;
    private readonly long _offsets;
    private readonly long _values;

    private VariantObject(ReadOnlySpan<byte> bytes, bool large, int idWidth, int offsetWidth)
    {
        _bytes = bytes;
        _idWidth = idWidth;
        _offsetWidth = offsetWidth;
        int countWidth = large ? 4 : 1;
        long count = VariantBytes.Unsigned(bytes, 1, countWidth);
        _ids = 1 + countWidth;
        _offsets = _ids + (count * idWidth);
        _values = _offsets + ((count + 1) * offsetWidth);
        if (_values > bytes.Length)
        {
            throw new VariantFormatException($"it says that it has {count} parts, in {bytes.Length} bytes");
        }

        Count = (int)count;
    }

    public int Count { get; }

    /// <summary>How many bytes it takes in all.</summary>
    public long Length => _values + VariantBytes.Unsigned(_bytes, _offsets + ((long)Count * _offsetWidth), _offsetWidth);

    public static VariantObject OfObject(ReadOnlySpan<byte> bytes)
    {
        int header = bytes[0] >> 2;
        return new VariantObject(bytes, (header & 0x10) != 0, ((header >> 2) & 3) + 1, (header & 3) + 1);
    }

    public static VariantObject OfArray(ReadOnlySpan<byte> bytes)
    {
        int header = bytes[0] >> 2;
        return new VariantObject(bytes, (header & 4) != 0, 0, (header & 3) + 1);
    }

    /// <summary>The number of a field's name in the metadata.</summary>
    public uint NameId(int item) => VariantBytes.Unsigned(_bytes, _ids + ((long)item * _idWidth), _idWidth);

    /// <summary>The bytes from a value's first on; it says itself where it ends.</summary>
    public ReadOnlySpan<byte> Value(int item)
    {
        long offset = _values + VariantBytes.Unsigned(_bytes, _offsets + ((long)item * _offsetWidth), _offsetWidth);
        return VariantBytes.Slice(_bytes, offset, _bytes.Length - offset);
    }
}
