using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>Which results a comparison may have over values of which some facts are known.</summary>
internal static class ComparisonOutcomes
{
    public static Outcomes Of(ColumnFacts facts, ComparisonOperator comparison, Literal value)
    {
        Literal wanted = value.TryCast(facts.Type) ?? value;
        Orders orders = new(
            Order(facts.Min, wanted), Order(facts.Max, wanted), facts.Exact, MayHideNaN(facts.Type, facts.Exact));
        return Of(facts.Nulls, orders, comparison, wanted);
    }

    /// <param name="nulls">How many values are null.</param>
    /// <param name="orders">How the bounds lie to the value.</param>
    /// <param name="comparison">How the column is compared.</param>
    /// <param name="wanted">The value, of the column's type where it has one.</param>
    public static Outcomes Of(NullPresence nulls, Orders orders, ComparisonOperator comparison, Literal wanted)
    {
        if (nulls == NullPresence.All)
        {
            return Outcomes.Null;
        }

        return (nulls == NullPresence.None ? Outcomes.Nothing : Outcomes.Null) | comparison switch
        {
            ComparisonOperator.Equal => Equal(orders, wanted),
            ComparisonOperator.NotEqual => Logic.Not(Equal(orders, wanted)),
            ComparisonOperator.Less => Less(orders),
            ComparisonOperator.GreaterOrEqual => Logic.Not(Less(orders)),
            ComparisonOperator.Greater => Greater(orders, wanted),
            _ => Logic.Not(Greater(orders, wanted)),
        };
    }

    /// <summary>What an empty list of values gives.</summary>
    public static Outcomes OfNone(NullPresence nulls) => nulls switch
    {
        NullPresence.All => Outcomes.Null,
        NullPresence.None => Outcomes.False,
        _ => Outcomes.False | Outcomes.Null,
    };

    /// <summary>A file's bounds may leave NaN out; a partition's or row's value does not.</summary>
    public static bool MayHideNaN(DeltaType type, bool exact) =>
        !exact && type is PrimitiveType { Kind: PrimitiveKind.Double or PrimitiveKind.Float };

    private static Outcomes Equal(Orders orders, Literal wanted)
    {
        if (orders.Min > 0 || (orders.Max < 0 && !(IsNaN(wanted) && orders.MayHideNaN)))
        {
            return Outcomes.False;
        }

        return orders is { Min: 0, Max: 0, Exact: true } ? Outcomes.True : Outcomes.True | Outcomes.False;
    }

    private static Outcomes Less(Orders orders)
    {
        if (orders.Min >= 0)
        {
            return Outcomes.False;
        }

        return orders.Max < 0 && !orders.MayHideNaN ? Outcomes.True : Outcomes.True | Outcomes.False;
    }

    private static Outcomes Greater(Orders orders, Literal wanted)
    {
        if (orders.Max <= 0 && (!orders.MayHideNaN || IsNaN(wanted)))
        {
            return Outcomes.False;
        }

        return orders.Min > 0 ? Outcomes.True : Outcomes.True | Outcomes.False;
    }

    private static int? Order(Literal? bound, Literal value) => bound is null ? null : Literal.Compare(bound, value);

    private static bool IsNaN(Literal value) => value.Value is double.NaN;

    /// <summary>How the bounds of a column lie to a value.</summary>
    /// <param name="Min">The order of the lower bound; null if there is none, or if it cannot be decided.</param>
    /// <param name="Max">The order of the upper bound.</param>
    /// <param name="Exact">Whether the bounds are values that occur.</param>
    /// <param name="MayHideNaN">Whether there may be NaN beyond the bounds.</param>
    internal readonly record struct Orders(int? Min, int? Max, bool Exact, bool MayHideNaN);
}
