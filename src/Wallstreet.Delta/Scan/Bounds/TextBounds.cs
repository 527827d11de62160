using System.Buffers.Binary;
using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds of texts as UTF-8, whose bytes order as SQL orders texts, in one pool; the first eight bytes decide
/// most comparisons.</summary>
internal sealed class TextBounds(int length) : BoundsColumn(PrimitiveType.String, length)
{
    /// <summary>Beyond this the bounds of further files count as unknown.</summary>
    private const int PoolBytesMax = 1 << 30;

    private readonly Text[] _mins = new Text[length];
    private readonly Text[] _maxs = new Text[length];
    private byte[] _pool = new byte[1024];
    private int _used;

    public override ColumnFacts Get(int position)
    {
        BoundMark mark = Marks[position];
        return new ColumnFacts(
            Type,
            (mark & BoundMark.HasMin) == 0 ? null : ToLiteral(_mins[position]),
            (mark & BoundMark.HasMax) == 0 ? null : ToLiteral(_maxs[position]),
            (NullPresence)(mark & BoundMark.Nulls),
            (mark & BoundMark.Exact) != 0);
    }

    public override void Set(int position, ColumnFacts facts)
    {
        ReadOnlySpan<byte> min = facts.Min is { Value: string low } ? Encoding.UTF8.GetBytes(low) : [];
        ReadOnlySpan<byte> max = facts.Max is { Value: string high } ? Encoding.UTF8.GetBytes(high) : [];
        Keep(position, min, max, MarkOf(facts));
    }

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
            int low = (mark & BoundMark.HasMin) == 0 ? ComparisonTable.NoOrder : Order(_mins[position], prefix, value);
            int high = (mark & BoundMark.HasMax) == 0 ? ComparisonTable.NoOrder : Order(_maxs[position], prefix, value);
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

    private int Order(Text bound, ulong prefix, ReadOnlySpan<byte> value) =>
        bound.Prefix != prefix
            ? (bound.Prefix > prefix ? 1 : -1)
            : Math.Sign(_pool.AsSpan(bound.Start, bound.Length).SequenceCompareTo(value));

    private Literal ToLiteral(Text text) =>
        new(PrimitiveType.String, Encoding.UTF8.GetString(_pool, text.Start, text.Length));

    private void Keep(int position, ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, BoundMark mark)
    {
        if ((long)_used + min.Length + max.Length > PoolBytesMax)
        {
            Marks[position] = mark & BoundMark.Nulls;
            return;
        }

        Marks[position] = mark;
        _mins[position] = Keep(min);
        _maxs[position] = Keep(max);
    }

    private Text Keep(ReadOnlySpan<byte> text)
    {
        if (_used + text.Length > _pool.Length)
        {
            Array.Resize(ref _pool, Math.Max(_pool.Length * 2, _used + text.Length));
        }

        text.CopyTo(_pool.AsSpan(_used));
        Text kept = new(PrefixOf(text), _used, text.Length);
        _used += text.Length;
        return kept;
    }

    private readonly record struct Text(ulong Prefix, int Start, int Length);
}
