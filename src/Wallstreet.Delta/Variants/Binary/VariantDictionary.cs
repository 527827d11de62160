using System.Text;

namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Gathers the field names of one variant and writes them as its <c>metadata</c>: each once, in the order of their
/// UTF-8 bytes.</summary>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantEncoding.md, section "Metadata encoding".</remarks>
internal sealed class VariantDictionary
{
    private const byte SortedVersion1 = 0x11;
    private const int PoolMax = 10_000;
    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private byte[] _bytes = new byte[64];
    private int _length;

    /// <summary>The <c>metadata</c>, once it is complete.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _ids.Clear();
        _names.Clear();
        if (_pool.Count > PoolMax)
        {
            _pool.Clear();
        }
    }

    public void Add(ReadOnlySpan<char> name)
    {
        if (_ids.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name))
        {
            return;
        }

        if (!_pool.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out string? known))
        {
            _pool.Add(known = name.ToString());
        }

        _ids.Add(known, 0);
        _names.Add(known);
    }

    /// <summary>The number of a name.</summary>
    public int this[ReadOnlySpan<char> name] => _ids.GetAlternateLookup<ReadOnlySpan<char>>()[name];

    /// <summary>The name of a number.</summary>
    public string NameOf(int id) => _names[id];

    /// <summary>Numbers the names and writes them.</summary>
    public void Complete()
    {
        _names.Sort(Compare);
        int size = 0;
        for (int id = 0; id < _names.Count; id++)
        {
            _ids[_names[id]] = id;
            size = checked(size + Encoding.UTF8.GetByteCount(_names[id]));
        }

        int width = VariantBuffer.WidthOf(Math.Max(size, _names.Count));
        long length = 1 + ((_names.Count + 2L) * width) + size;
        if (length > VariantBuffer.SizeMax)
        {
            throw new VariantFormatException(
                $"its names would take more than {VariantBuffer.SizeMax / (1024 * 1024)} MiB, which is the most that they may");
        }

        _length = (int)length;
        if (_length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length, _bytes.Length * 2));
        }

        _bytes[0] = (byte)(SortedVersion1 | ((width - 1) << 6));
        VariantBuffer.Number(_bytes.AsSpan(1), _names.Count, width);
        Span<byte> texts = _bytes.AsSpan(1 + ((_names.Count + 2) * width));
        int end = 0;
        for (int id = 0; id <= _names.Count; id++)
        {
            VariantBuffer.Number(_bytes.AsSpan(1 + ((id + 1) * width)), end, width);
            end += id < _names.Count ? Encoding.UTF8.GetBytes(_names[id], texts[end..]) : 0;
        }
    }

    /// <summary>The order of UTF-8 bytes. That of UTF-16 differs from it for letters of two units, which come last in UTF-8.
    /// </summary>
    public static int Compare(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
