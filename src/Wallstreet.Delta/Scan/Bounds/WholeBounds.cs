using System.Runtime.CompilerServices;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds of integers, dates and times: all of them a <see cref="long"/>.</summary>
internal sealed class WholeBounds(DeltaType type, int length) : ValueBounds<long>(type, length)
{
    private readonly PrimitiveKind _kind = ((PrimitiveType)type).Kind;

    protected override long ToValue(Literal literal) => (long)literal.Value;

    protected override Literal ToLiteral(long value) => new(Type, value);

    protected override int Order(long left, long right) => left.CompareTo(right);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryReadPlain(ReadOnlySpan<byte> token, bool isText, out long value)
    {
        value = 0;
        return (_kind, isText) switch
        {
            (PrimitiveKind.Long or PrimitiveKind.Integer or PrimitiveKind.Short or PrimitiveKind.Byte, false) =>
                PlainText.TryReadWhole(token, out value) && IsWithin(value),
            (PrimitiveKind.Date, true) => PlainText.TryReadDay(token, out value),
            (PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz, true) => PlainText.TryReadTime(token, out value),
            _ => false,
        };
    }

    protected override bool Loosen(ref long value, int direction)
    {
        if (_kind is not (PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz)
            || !StatisticsTrust.IsCut(value, direction))
        {
            return true;
        }

        value = StatisticsTrust.Loosen(value, direction);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryCompare(Literal wanted, ReadOnlySpan<byte> table, Span<byte> outcomes)
    {
        if (wanted.Value is not long value
            || !(wanted.Type == Type || (LiteralOrder.IsInteger(wanted.Type) && LiteralOrder.IsInteger(Type))))
        {
            return false;
        }

        BoundMark[] marks = Marks;
        long[] mins = Mins;
        long[] maxs = Maxs;
        for (int position = 0; position < outcomes.Length; position++)
        {
            BoundMark mark = marks[position];
            int low = (mark & BoundMark.HasMin) == 0 ? ComparisonTable.NoOrder : mins[position].CompareTo(value);
            int high = (mark & BoundMark.HasMax) == 0 ? ComparisonTable.NoOrder : maxs[position].CompareTo(value);
            outcomes[position] = table[ComparisonTable.Entry(mark, low, high)];
        }

        return true;
    }

    private bool IsWithin(long value) => _kind switch
    {
        PrimitiveKind.Integer => value is >= int.MinValue and <= int.MaxValue,
        PrimitiveKind.Short => value is >= short.MinValue and <= short.MaxValue,
        PrimitiveKind.Byte => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        _ => true,
    };
}
