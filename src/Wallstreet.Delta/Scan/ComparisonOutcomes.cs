using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>Which results a comparison may have over values of which some facts are known.</summary>
internal static class ComparisonOutcomes
{
    public static Outcomes Of(ColumnFacts facts, ComparisonOperator comparison, Literal value)
    {
        if (facts.Nulls == NullPresence.All)
        {
            return Outcomes.Null;
        }

        Outcomes nulls = facts.Nulls == NullPresence.None ? Outcomes.Nothing : Outcomes.Null;
        Literal wanted = value.TryCast(facts.Type) ?? value;
        return nulls | comparison switch
        {
            ComparisonOperator.Equal => Equal(facts, wanted),
            ComparisonOperator.NotEqual => Logic.Not(Equal(facts, wanted)),
            ComparisonOperator.Less => Less(facts, wanted),
            ComparisonOperator.GreaterOrEqual => Logic.Not(Less(facts, wanted)),
            ComparisonOperator.Greater => Greater(facts, wanted),
            _ => Logic.Not(Greater(facts, wanted)),
        };
    }

    /// <summary>What an empty list of values gives.</summary>
    public static Outcomes OfNone(ColumnFacts facts) => facts.Nulls switch
    {
        NullPresence.All => Outcomes.Null,
        NullPresence.None => Outcomes.False,
        _ => Outcomes.False | Outcomes.Null,
    };

    private static Outcomes Equal(ColumnFacts facts, Literal value)
    {
        int? min = Order(facts.Min, value);
        int? max = Order(facts.Max, value);
        if (min > 0 || (max < 0 && !(IsNaN(value) && MayHideNaN(facts))))
        {
            return Outcomes.False;
        }

        return min == 0 && max == 0 && facts.Exact ? Outcomes.True : Outcomes.True | Outcomes.False;
    }

    private static Outcomes Less(ColumnFacts facts, Literal value)
    {
        if (Order(facts.Min, value) >= 0)
        {
            return Outcomes.False;
        }

        return Order(facts.Max, value) < 0 && !MayHideNaN(facts) ? Outcomes.True : Outcomes.True | Outcomes.False;
    }

    private static Outcomes Greater(ColumnFacts facts, Literal value)
    {
        if (Order(facts.Max, value) <= 0 && (!MayHideNaN(facts) || IsNaN(value)))
        {
            return Outcomes.False;
        }

        return Order(facts.Min, value) > 0 ? Outcomes.True : Outcomes.True | Outcomes.False;
    }

    private static int? Order(Literal? bound, Literal value) => bound is null ? null : Literal.Compare(bound, value);

    private static bool IsNaN(Literal value) => value.Value is double.NaN;

    /// <summary>A file's bounds may leave NaN out; a partition's or row's value does not.</summary>
    private static bool MayHideNaN(ColumnFacts facts) =>
        !facts.Exact && facts.Type is PrimitiveType { Kind: PrimitiveKind.Double or PrimitiveKind.Float };
}
