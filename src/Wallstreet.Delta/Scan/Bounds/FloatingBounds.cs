using System.Runtime.CompilerServices;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds of <c>double</c> and <c>float</c>. They are never exact: many writers leave NaN out of them.</summary>
internal sealed class FloatingBounds(DeltaType type, int length) : ValueBounds<double>(type, length)
{
    private readonly bool _isFloat = type == PrimitiveType.Float;

    protected override bool CanBeExact => false;

    protected override double ToValue(Literal literal) => (double)literal.Value;

    protected override Literal ToLiteral(double value) => new(Type, value);

    protected override int Order(double left, double right) => Order(left > right, left < right);

    protected override bool IsBound(double value) => !double.IsNaN(value);

    protected override bool Loosen(ref double value, int direction)
    {
        value = _isFloat ? value : StatisticsTrust.Loosen(value, direction);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryReadPlain(ReadOnlySpan<byte> token, bool isText, out double value)
    {
        value = 0;
        if (isText || !PlainText.TryReadFloating(token, out value))
        {
            return false;
        }

        value = _isFloat ? (float)value : value;
        return true;
    }

    protected override bool TryCompare(Literal wanted, ReadOnlySpan<byte> table, Span<byte> outcomes)
    {
        if (wanted.Value is not double value)
        {
            return false;
        }

        // SQL orders NaN above every number, and no bound is NaN.
        int toNaN = double.IsNaN(value) ? -1 : 0;
        BoundMark[] marks = Marks;
        double[] mins = Mins;
        double[] maxs = Maxs;
        for (int position = 0; position < outcomes.Length; position++)
        {
            BoundMark mark = marks[position];
            (double min, double max) = (mins[position], maxs[position]);
            int low = (mark & BoundMark.HasMin) == 0 ? ComparisonTable.NoOrder : Order(min > value, min < value) + toNaN;
            int high = (mark & BoundMark.HasMax) == 0 ? ComparisonTable.NoOrder : Order(max > value, max < value) + toNaN;
            outcomes[position] = table[ComparisonTable.Entry(mark, low, high)];
        }

        return true;
    }

    private static int Order(bool greater, bool less) => greater ? 1 : less ? -1 : 0;
}
