using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>Spark's functions of numbers.</summary>
internal static class SparkNumberFunctions
{
    public static void AddTo(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        known["ABS"] = Absolute;
        known["CEIL"] = known["CEILING"] = static call => Edge(call, "ceil");
        known["FLOOR"] = static call => Edge(call, "floor");
        known["ROUND"] = Round;
        known["SQRT"] = static call => OfDouble(call, static x => $"CASE WHEN {x} < 0 THEN CAST('nan' AS DOUBLE) ELSE sqrt({x}) END");
        known["SIGN"] = known["SIGNUM"] = static call => OfDouble(call, static x => $"CASE WHEN {x} > 0 AND NOT isnan({x}) THEN 1e0 WHEN {x} < 0 THEN -1e0 ELSE {x} END");
        known["ISNAN"] = static call =>
        {
            call.RequireCount(1, 1);
            return SparkTypes.IsFloating(call[0].Type)
                ? TypedSql.Condition($"coalesce(isnan({call[0].Sql}), false)")
                : throw call.Refuse($"needs a double or float, not {call[0].Type}");
        };
        known["POW"] = known["POWER"] = Power;
        known["MOD"] = static call =>
        {
            call.RequireCount(2, 2);
            return SparkOperators.Arithmetic("%", call[0], call[1]);
        };
        known["PMOD"] = Positive;
        known["GREATEST"] = static call => Extreme(call, "greatest");
        known["LEAST"] = static call => Extreme(call, "least");
    }

    /// <summary>Of whole numbers, as long as a double holds them; the last digits of others are Java's own.</summary>
    private static TypedSql Power(FunctionCall call)
    {
        call.RequireCount(2, 2);
        if (!SparkTypes.IsWhole(call[0].Type) || call[1].Number is not (>= 0 and <= 1024))
        {
            throw call.Refuse("is supported for whole numbers and a constant, whole exponent; the last digits of others are Java's own");
        }

        string power = $"pow({call.Double(0)}, {call.Double(1)})";
        return new TypedSql(
            $"CASE WHEN abs({power}) <= 9007199254740992 THEN {power} WHEN {power} IS NOT NULL "
            + $"THEN {RuleViolation.Stop($"{call.Name} of it is too large to be exact", $"CAST({power} AS VARCHAR)")} END",
            PrimitiveType.Double);
    }

    private static TypedSql Absolute(FunctionCall call)
    {
        call.RequireCount(1, 1);
        return SparkTypes.IsNumber(call[0].Type)
            ? new TypedSql($"abs({call[0].Sql})", call[0].Type)
            : throw call.Refuse($"needs a number, not {call[0].Type}");
    }

    /// <summary>Doubles become longs, decimals lose their scale.</summary>
    private static TypedSql Edge(FunctionCall call, string function)
    {
        call.RequireCount(1, 1);
        DeltaType type = call[0].Type switch
        {
            DecimalType number => new DecimalType(Math.Min(38, number.Precision - number.Scale + 1), 0),
            var other when SparkTypes.IsNumber(other) => PrimitiveType.Long,
            var other => throw call.Refuse($"needs a number, not {other}"),
        };
        string value = SparkTypes.IsWhole(call[0].Type) ? call[0].Sql : $"{function}({call[0].Sql})";
        return new TypedSql($"CAST({value} AS {DuckTypes.Name(type)})", type);
    }

    /// <summary>Halves go away from zero. Spark rounds a double by its shortest decimal text, which DuckDB does not.</summary>
    private static TypedSql Round(FunctionCall call)
    {
        call.RequireCount(1, 2);
        long places = call.Count == 1 ? 0 : call[1].Number ?? throw call.Refuse("needs a constant number of places");
        if (places is < 0 or > 38)
        {
            throw call.Refuse("rounds to 0 to 38 places");
        }

        switch (call[0].Type)
        {
            case DecimalType number:
                int scale = (int)Math.Min(places, number.Scale);
                DecimalType type = new(Math.Clamp(number.Precision - number.Scale + 1 + scale, 1, 38), scale);
                return new TypedSql($"CAST({call[0].Sql} AS {DuckTypes.Name(type)})", type);
            case var other when SparkTypes.IsWhole(other):
                return call[0];
            case var other:
                throw call.Refuse($"is supported for decimals and whole numbers, not for {other}; cast to a decimal first");
        }
    }

    private static TypedSql Positive(FunctionCall call)
    {
        call.RequireCount(2, 2);
        if (!SparkTypes.IsWhole(call[0].Type) || !SparkTypes.IsWhole(call[1].Type))
        {
            throw call.Refuse($"is supported for whole numbers, not for {call[0].Type} and {call[1].Type}");
        }

        TypedSql rest = SparkOperators.Arithmetic("%", call[0], call[1]);
        TypedSql moved = SparkOperators.Arithmetic("%", SparkOperators.Arithmetic("+", rest, call[1]), call[1]);
        return new TypedSql($"CASE WHEN {rest.Sql} < 0 THEN {moved.Sql} ELSE {rest.Sql} END", rest.Type);
    }

    /// <summary>Nulls are passed over.</summary>
    private static TypedSql Extreme(FunctionCall call, string function)
    {
        call.RequireCount(2, int.MaxValue);
        DeltaType type = SparkTypes.Common(call.Arguments, call.Name);
        return type is DecimalType or PrimitiveType { Kind: not PrimitiveKind.Variant }
            ? new TypedSql(
                $"{function}({string.Join(", ", call.Arguments.Select(value => SparkTypes.Coerce(value, type, call.Name).Sql))})", type)
            : throw call.Refuse($"cannot compare values of type {type}");
    }

    private static TypedSql OfDouble(FunctionCall call, Func<string, string> write)
    {
        call.RequireCount(1, 1);
        return new TypedSql(write(call.Double(0)), PrimitiveType.Double);
    }
}
