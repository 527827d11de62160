using System.Runtime.CompilerServices;
using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds that are values of one plain type.</summary>
internal abstract class ValueBounds<T>(DeltaType type, int length) : BoundsColumn(type, length)
    where T : struct
{
    protected T[] Mins { get; } = new T[length];

    protected T[] Maxs { get; } = new T[length];

    public override ColumnFacts Get(int position)
    {
        BoundMark mark = Marks[position];
        return new ColumnFacts(
            Type,
            (mark & BoundMark.HasMin) == 0 ? null : ToLiteral(Mins[position]),
            (mark & BoundMark.HasMax) == 0 ? null : ToLiteral(Maxs[position]),
            (NullPresence)(mark & BoundMark.Nulls),
            (mark & BoundMark.Exact) != 0);
    }

    public override void Set(int position, ColumnFacts facts)
    {
        Marks[position] = MarkOf(facts);
        Mins[position] = facts.Min is null ? default : ToValue(facts.Min);
        Maxs[position] = facts.Max is null ? default : ToValue(facts.Max);
    }

    /// <remarks>As <see cref="StatisticsTrust"/> does it with literals.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Set(
        int position, ReadOnlySpan<byte> text, RawBound min, RawBound max, NullPresence nulls, bool tight)
    {
        bool exact = tight && CanBeExact;
        bool hasMin = TryRead(text, min, -1, out T low, ref exact);
        bool hasMax = TryRead(text, max, +1, out T high, ref exact);
        BoundMark mark = (BoundMark)nulls;
        if (nulls != NullPresence.All && !(hasMin && hasMax && Order(low, high) > 0))
        {
            (Mins[position], Maxs[position]) = (low, high);
            mark |= (hasMin ? BoundMark.HasMin : BoundMark.None) | (hasMax ? BoundMark.HasMax : BoundMark.None)
                | (exact && hasMin && hasMax ? BoundMark.Exact : BoundMark.None);
        }

        Marks[position] = mark;
    }

    protected virtual bool CanBeExact => true;

    protected abstract T ToValue(Literal literal);

    protected abstract Literal ToLiteral(T value);

    protected abstract int Order(T left, T right);

    /// <summary>Reads what is written in the usual way.</summary>
    /// <param name="token">The bytes, without quotes and without escapes.</param>
    /// <param name="isText">Whether there were quotes.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the way was usual; else the slow reader decides.</returns>
    protected abstract bool TryReadPlain(ReadOnlySpan<byte> token, bool isText, out T value);

    /// <summary>Loosens a bound where writers are known to cut it.</summary>
    /// <returns>Whether it may be believed as it is.</returns>
    protected virtual bool Loosen(ref T value, int direction) => true;

    /// <summary>Whether a value can be a bound at all.</summary>
    protected virtual bool IsBound(T value) => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRead(ReadOnlySpan<byte> text, RawBound bound, int direction, out T value, ref bool exact)
    {
        value = default;
        if (bound.IsNone)
        {
            return false;
        }

        ReadOnlySpan<byte> token = bound.In(text);
        if (!TryReadPlain(token, bound.IsText, out value))
        {
            Literal? literal = bound.IsText
                ? StatisticsValue.FromText(Encoding.UTF8.GetString(token), Type)
                : StatisticsValue.FromNumber(token, Type);
            if (literal is null)
            {
                value = default;
                return false;
            }

            value = ToValue(literal);
        }

        if (!IsBound(value))
        {
            value = default;
            return false;
        }

        exact &= Loosen(ref value, direction);
        return true;
    }
}
