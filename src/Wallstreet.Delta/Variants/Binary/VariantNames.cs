namespace Wallstreet.Delta.Variants.Binary;

/// <summary>The dictionary of the field names of a variant: its <c>metadata</c>.</summary>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantEncoding.md, section "Metadata encoding".</remarks>
internal readonly ref struct VariantNames
{
    private const int Version = 1;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _width;

    /// <exception cref="VariantFormatException">The bytes are no dictionary.</exception>
    public VariantNames(ReadOnlySpan<byte> bytes)
    {
        uint header = VariantBytes.Unsigned(bytes, 0, 1);
        if ((header & 0x0F) != Version)
        {
            throw new VariantFormatException($"its metadata is of version {header & 0x0F}, and {Version} is known");
        }

        _bytes = bytes;
        _width = (int)(header >> 6) + 1;
        Count = VariantBytes.Unsigned(bytes, 1, _width);
        if (1 + ((Count + 2L) * _width) > bytes.Length)
        {
            throw new VariantFormatException($"its metadata says that there are {Count} names, in {bytes.Length} bytes");
        }
    }

    /// <summary>How many names there are.</summary>
    public uint Count { get; }

    /// <summary>A name, in UTF-8.</summary>
    public ReadOnlySpan<byte> this[uint id]
    {
        get
        {
            if (id >= Count)
            {
                throw new VariantFormatException($"it uses the name {id}, and its metadata has {Count}");
            }

            long start = VariantBytes.Unsigned(_bytes, 1 + ((id + 1L) * _width), _width);
            long end = VariantBytes.Unsigned(_bytes, 1 + ((id + 2L) * _width), _width);
            return VariantBytes.Slice(_bytes, 1 + ((Count + 2L) * _width) + start, end - start);
        }
    }

    /// <summary>The number of a name that a column has.</summary>
    /// <exception cref="VariantFormatException">The metadata lacks it.</exception>
    public int Find(string name)
    {
        ReadOnlySpan<byte> wanted = System.Text.Encoding.UTF8.GetBytes(name);
        for (uint id = 0; id < Count; id++)
        {
            if (this[id].SequenceEqual(wanted))
            {
                return (int)id;
            }
        }

        throw new VariantFormatException($"its metadata lacks the name '{name}', of which there is a column");
    }
}
