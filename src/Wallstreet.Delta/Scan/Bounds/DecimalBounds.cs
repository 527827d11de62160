using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds of decimals, all with the column's scale.</summary>
internal sealed class DecimalBounds(DecimalType type, int length) : ValueBounds<Int128>(type, length)
{
    private readonly int _scale = type.Scale;

    protected override Int128 ToValue(Literal literal) => ((DeltaDecimal)literal.Value).Unscaled;

    protected override Literal ToLiteral(Int128 value) => new(Type, new DeltaDecimal(value, _scale));

    protected override int Order(Int128 left, Int128 right) => left.CompareTo(right);

    protected override bool TryReadPlain(ReadOnlySpan<byte> token, bool isText, out Int128 value)
    {
        bool plain = PlainText.TryReadScaled(token, _scale, out long unscaled);
        value = unscaled;
        return plain;
    }

    protected override bool TryCompare(Literal wanted, ReadOnlySpan<byte> table, Span<byte> outcomes)
    {
        if (wanted.Value is not DeltaDecimal number || !number.TryRescale(_scale, out DeltaDecimal scaled))
        {
            return false;
        }

        Int128 value = scaled.Unscaled;
        BoundMark[] marks = Marks;
        Int128[] mins = Mins;
        Int128[] maxs = Maxs;
        for (int position = 0; position < outcomes.Length; position++)
        {
            BoundMark mark = marks[position];
            int low = (mark & BoundMark.HasMin) == 0 ? ComparisonTable.NoOrder : mins[position].CompareTo(value);
            int high = (mark & BoundMark.HasMax) == 0 ? ComparisonTable.NoOrder : maxs[position].CompareTo(value);
            outcomes[position] = table[ComparisonTable.Entry(mark, low, high)];
        }

        return true;
    }
}
