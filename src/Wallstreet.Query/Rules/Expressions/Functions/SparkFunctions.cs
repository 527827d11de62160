using System.Collections.Frozen;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>The functions of Spark's that rules may call. There are no others: what is not in the list is refused by name,
/// so an expression in somebody's table reaches nothing but the row.</summary>
internal static class SparkFunctions
{
    private static readonly FrozenDictionary<string, Func<FunctionCall, TypedSql>> _known = Build();

    private static readonly HashSet<string> _bare = new(StringComparer.Ordinal)
    {
        "CURRENT_DATE", "CURRENT_TIMESTAMP",
    };

    /// <summary>The names of all functions.</summary>
    public static IEnumerable<string> Names => _known.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether a function may be called without brackets.</summary>
    public static bool IsCalledBare(string name) => _bare.Contains(name);

    /// <exception cref="ExpressionException">The function is not known, or its arguments are wrong.</exception>
    public static TypedSql Call(FunctionCall call) => _known.TryGetValue(call.Name, out Func<FunctionCall, TypedSql>? function)
        ? function(call)
        : throw new ExpressionException(
            $"The function {call.Name} is not supported in rules of tables.", call.Column);

    private static FrozenDictionary<string, Func<FunctionCall, TypedSql>> Build()
    {
        Dictionary<string, Func<FunctionCall, TypedSql>> known = new(StringComparer.Ordinal);
        AddChoices(known);
        SparkNumberFunctions.AddTo(known);
        SparkTextFunctions.AddTo(known);
        SparkTimeFunctions.AddTo(known);
        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void AddChoices(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        known["COALESCE"] = static call => First(call, 1, int.MaxValue);
        known["IFNULL"] = known["NVL"] = static call => First(call, 2, 2);
        known["NVL2"] = static call => If(call, 3, $"({(call.Count > 0 ? call[0].Sql : "NULL")} IS NOT NULL)");
        known["IF"] = static call => If(call, 3, call.Count > 0 ? SparkOperators.Condition(call[0], "IF") : "");
        known["NULLIF"] = static call =>
        {
            call.RequireCount(2, 2);
            return new TypedSql($"CASE WHEN {SparkOperators.Compare("=", call[0], call[1]).Sql} THEN NULL ELSE {call[0].Sql} END", call[0].Type);
        };
        known["ISNULL"] = static call => Test(call, "IS NULL");
        known["ISNOTNULL"] = static call => Test(call, "IS NOT NULL");
        known["SIZE"] = known["CARDINALITY"] = static call =>
        {
            call.RequireCount(1, 1);
            return call[0].Type is ArrayType or MapType
                ? new TypedSql($"CAST(CASE WHEN {call[0].Sql} IS NULL THEN -1 ELSE {(call[0].Type is MapType ? "cardinality" : "len")}({call[0].Sql}) END AS INTEGER)", PrimitiveType.Integer)
                : throw call.Refuse($"needs an array or a map, not {call[0].Type}");
        };
    }

    private static TypedSql Test(FunctionCall call, string test)
    {
        call.RequireCount(1, 1);
        return TypedSql.Condition($"({call[0].Sql} {test})");
    }

    private static TypedSql First(FunctionCall call, int min, int max)
    {
        call.RequireCount(min, max);
        DeltaType type = SparkTypes.Common(call.Arguments, call.Name);
        return new TypedSql(
            $"coalesce({string.Join(", ", call.Arguments.Select(value => SparkTypes.Coerce(value, type, call.Name).Sql))})", type);
    }

    private static TypedSql If(FunctionCall call, int count, string condition)
    {
        call.RequireCount(count, count);
        DeltaType type = SparkTypes.Common([call[1], call[2]], call.Name);
        string yes = SparkTypes.Coerce(call[1], type, call.Name).Sql;
        return new TypedSql(
            $"CASE WHEN {condition} THEN {yes} ELSE {SparkTypes.Coerce(call[2], type, call.Name).Sql} END", type);
    }
}
