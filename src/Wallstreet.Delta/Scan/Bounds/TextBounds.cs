using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds of texts as UTF-8, whose bytes order as SQL orders texts, in a pool for each part of the files; the
/// first eight bytes decide most comparisons.</summary>
internal sealed class TextBounds(int length) : BoundsColumn(PrimitiveType.String, length)
{
    /// <summary>Beyond this the bounds of further files of a part count as unknown.</summary>
    private const int PoolBytesMax = 1 << 26;

    private readonly Text[] _mins = new Text[length];
    private readonly Text[] _maxs = new Text[length];
    private readonly Pool[] _pools = [.. Enumerable.Range(0, (length >> PartBits) + 1).Select(static _ => new Pool())];

    public override ColumnFacts Get(int position)
    {
        BoundMark mark = Marks[position];
        return new ColumnFacts(
            Type,
            (mark & BoundMark.HasMin) == 0 ? null : ToLiteral(position, _mins[position]),
            (mark & BoundMark.HasMax) == 0 ? null : ToLiteral(position, _maxs[position]),
            (NullPresence)(mark & BoundMark.Nulls),
            (mark & BoundMark.Exact) != 0);
    }

    public override void Set(int position, ColumnFacts facts)
    {
        ReadOnlySpan<byte> min = facts.Min is { Value: string low } ? Encoding.UTF8.GetBytes(low) : [];
        ReadOnlySpan<byte> max = facts.Max is { Value: string high } ? Encoding.UTF8.GetBytes(high) : [];
        Keep(position, min, max, MarkOf(facts));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Set(
        int position, ReadOnlySpan<byte> text, RawBound min, RawBound max, NullPresence nulls, bool tight)
    {
        ReadOnlySpan<byte> low = min is { IsNone: false, IsText: true } ? min.In(text) : [];
        ReadOnlySpan<byte> high = max is { IsNone: false, IsText: true } ? max.In(text) : [];
        bool hasMin = min is { IsNone: false, IsText: true };
        bool hasMax = max is { IsNone: false, IsText: true };
        if (nulls == NullPresence.All || (hasMin && hasMax && low.SequenceCompareTo(high) > 0))
        {
            Marks[position] = (BoundMark)nulls;
            return;
        }

        bool exact = tight && hasMin && hasMax && !MayBeCut(low) && !MayBeCut(high);
        Keep(position, low, high, (BoundMark)nulls
            | (hasMin ? BoundMark.HasMin : BoundMark.None)
            | (hasMax ? BoundMark.HasMax : BoundMark.None)
            | (exact ? BoundMark.Exact : BoundMark.None));
    }

    protected override bool TryCompare(Literal wanted, ReadOnlySpan<byte> table, Span<byte> outcomes)
    {
        if (wanted.Value is not string text || HasLoneSurrogate(text))
        {
            return false;
        }

        ReadOnlySpan<byte> value = Encoding.UTF8.GetBytes(text);
        ulong prefix = PrefixOf(value);
        for (int position = 0; position < outcomes.Length; position++)
        {
            BoundMark mark = Marks[position];
            int low = (mark & BoundMark.HasMin) == 0 ? ComparisonTable.NoOrder : Order(position, _mins[position], prefix, value);
            int high = (mark & BoundMark.HasMax) == 0 ? ComparisonTable.NoOrder : Order(position, _maxs[position], prefix, value);
            outcomes[position] = table[ComparisonTable.Entry(mark, low, high)];
        }

        return true;
    }

    private static bool MayBeCut(ReadOnlySpan<byte> text) =>
        text.Length >= StatisticsTrust.TextLengthExact
        && Encoding.UTF8.GetCharCount(text) >= StatisticsTrust.TextLengthExact;

    /// <summary>A half letter has no UTF-8.</summary>
    private static bool HasLoneSurrogate(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 && text.EnumerateRunes().Contains(Rune.ReplacementChar);

    /// <summary>The first bytes, so that their order as a number is the order of the texts; shorter texts end in zeros.
    /// </summary>
    private static ulong PrefixOf(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        }

        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        text.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private int Order(int position, Text bound, ulong prefix, ReadOnlySpan<byte> value) =>
        bound.Prefix != prefix
            ? (bound.Prefix > prefix ? 1 : -1)
            : Math.Sign(_pools[position >> PartBits].Get(bound).SequenceCompareTo(value));

    private Literal ToLiteral(int position, Text text) =>
        new(PrimitiveType.String, Encoding.UTF8.GetString(_pools[position >> PartBits].Get(text)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(int position, ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, BoundMark mark)
    {
        Pool pool = _pools[position >> PartBits];
        if ((long)pool.Used + min.Length + max.Length > PoolBytesMax)
        {
            Marks[position] = mark & BoundMark.Nulls;
            return;
        }

        Marks[position] = mark;
        _mins[position] = pool.Keep(min);
        _maxs[position] = pool.Keep(max);
    }

    private readonly record struct Text(ulong Prefix, int Start, int Length);

    /// <summary>The texts of some files, one after the other.</summary>
    private sealed class Pool
    {
        private byte[] _bytes = [];

        public int Used { get; private set; }

        public ReadOnlySpan<byte> Get(Text text) => _bytes.AsSpan(text.Start, text.Length);

        public Text Keep(ReadOnlySpan<byte> text)
        {
            if (Used + text.Length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(Math.Max(_bytes.Length * 2, 1024), Used + text.Length));
            }

            text.CopyTo(_bytes.AsSpan(Used));
            Text kept = new(PrefixOf(text), Used, text.Length);
            Used += text.Length;
            return kept;
        }
    }
}
