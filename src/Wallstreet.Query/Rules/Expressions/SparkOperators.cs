using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Spark's operators in DuckDB's words, each with the type that Spark gives its result. A division by zero is
/// null; a result that its type cannot hold stops the write.</summary>
internal static class SparkOperators
{
    /// <summary>AND or OR of conditions. DuckDB computes all of them, Spark none after the one that decides: where one could
    /// stop the write, those before it are asked first.</summary>
    public static TypedSql Logic(string word, IReadOnlyList<TypedSql> terms)
    {
        string[] conditions = [.. terms.Select(term => Condition(term, word))];
        string all = $"({string.Join($" {word} ", conditions)})";
        if (!Array.Exists(conditions[1..], MayStop))
        {
            return TypedSql.Condition(all);
        }

        string cases = string.Concat(conditions.Select(condition => word == "OR"
            ? $" WHEN {condition} THEN true"
            : $" WHEN NOT {condition} THEN false"));
        return TypedSql.Condition($"CASE{cases} ELSE {all} END");
    }

    private static bool MayStop(string sql) =>
        sql.Contains("error(", StringComparison.Ordinal) || sql.Contains(SparkCasts.FitMark, StringComparison.Ordinal);

    public static TypedSql Not(TypedSql value) => TypedSql.Condition($"(NOT {Condition(value, "NOT")})");

    /// <summary>A value that must be a condition.</summary>
    public static string Condition(TypedSql value, string where) =>
        value.Kind switch
        {
            PrimitiveKind.Boolean => value.Sql,
            PrimitiveKind.Void => "CAST(NULL AS BOOLEAN)",
            _ => throw new ExpressionException($"{where} needs a condition, not {value.Type}."),
        };

    public static TypedSql Compare(string symbol, TypedSql left, TypedSql right)
    {
        DeltaType type = SparkTypes.Compared(left, right) ?? throw SparkTypes.Differ(left, right, $"'{symbol}'");
        if (type is not (DecimalType or PrimitiveType { Kind: not PrimitiveKind.Variant }))
        {
            throw new ExpressionException($"'{symbol}' cannot compare values of type {type}.");
        }

        string a = SparkTypes.Coerce(left, type, $"'{symbol}'").Sql;
        string b = SparkTypes.Coerce(right, type, $"'{symbol}'").Sql;
        string known = symbol switch
        {
            "==" => "=",
            "!=" => "<>",
            "<=>" => "IS NOT DISTINCT FROM",
            _ => symbol,
        };
        return TypedSql.Condition($"({a} {known} {b})");
    }

    public static TypedSql Between(TypedSql value, TypedSql low, TypedSql high) =>
        Logic("AND", [Compare(">=", value, low), Compare("<=", value, high)]);

    public static TypedSql In(TypedSql value, IReadOnlyList<TypedSql> list)
    {
        (value, list) = SparkTypes.WithDays(value, list);
        DeltaType type = SparkTypes.Common([value, .. list], "IN");
        if (type is not (DecimalType or PrimitiveType { Kind: not PrimitiveKind.Variant }))
        {
            throw new ExpressionException($"IN cannot compare values of type {type}.");
        }

        string tested = SparkTypes.Coerce(value, type, "IN").Sql;
        return TypedSql.Condition(
            $"({tested} IN ({string.Join(", ", list.Select(item => SparkTypes.Coerce(item, type, "IN").Sql))}))");
    }

    public static TypedSql Arithmetic(string symbol, TypedSql left, TypedSql right)
    {
        if (left.Type == PrimitiveType.Date && symbol is "+" or "-" && SparkTypes.IsWhole(right.Type))
        {
            return new TypedSql($"({left.Sql} {symbol} CAST({right.Sql} AS INTEGER))", PrimitiveType.Date);
        }

        RequireNumber(left, symbol);
        RequireNumber(right, symbol);
        if (symbol == "/")
        {
            return Divide(left, right);
        }

        DeltaType type = SparkTypes.Common(left, right) ?? throw SparkTypes.Differ(left, right, $"'{symbol}'");
        if (type is DecimalType)
        {
            return DecimalArithmetic(symbol, left, right);
        }

        if (type == PrimitiveType.Float && left.Type != right.Type)
        {
            throw SparkTypes.Differ(left, right, $"'{symbol}'");
        }

        string a = SparkTypes.Coerce(left, type, symbol).Sql;
        string b = SparkTypes.Coerce(right, type, symbol).Sql;
        string result = symbol == "%" ? $"({a} % nullif({b}, 0))" : $"({a} {symbol} {b})";
        return new TypedSql(SparkTypes.IsWhole(type) ? SparkCasts.Fit(result, type) : $"CAST({result} AS {DuckTypes.Name(type)})", type);
    }

    /// <summary>DIV: the whole part of a quotient, as a long.</summary>
    public static TypedSql WholeDivide(TypedSql left, TypedSql right)
    {
        if (!SparkTypes.IsWhole(left.Type) || !SparkTypes.IsWhole(right.Type))
        {
            throw new ExpressionException($"DIV divides whole numbers, not {left.Type} by {right.Type}.");
        }

        return new TypedSql(
            SparkCasts.Fit($"(CAST({left.Sql} AS BIGINT) // nullif(CAST({right.Sql} AS BIGINT), 0))", PrimitiveType.Long), PrimitiveType.Long);
    }

    /// <summary>A number with a plus before it.</summary>
    public static TypedSql Signed(TypedSql value)
    {
        RequireNumber(value, "+");
        return value with { Text = null };
    }

    public static TypedSql Negate(TypedSql value)
    {
        RequireNumber(value, "-");
        return new TypedSql($"(-{value.Sql})", value.Type) { Number = value.Number is { } number and not long.MinValue ? -number : null };
    }

    /// <summary>Texts one after the other; null if one of them is.</summary>
    public static TypedSql Concatenate(IReadOnlyList<TypedSql> texts) => new(
        $"({string.Join(" || ", texts.Select(static text => SparkCasts.Cast(text, PrimitiveType.String).Sql))})", PrimitiveType.String);

    private static TypedSql Divide(TypedSql left, TypedSql right)
    {
        if (left.Type is DecimalType || right.Type is DecimalType)
        {
            if (!SparkTypes.IsFloating(left.Type) && !SparkTypes.IsFloating(right.Type))
            {
                throw new ExpressionException(
                    "The division of decimals is not supported, as its rounding is Spark's own; cast one side to double, or multiply instead.");
            }
        }

        string a = SparkTypes.Coerce(left, PrimitiveType.Double, "'/'").Sql;
        string b = SparkTypes.Coerce(right, PrimitiveType.Double, "'/'").Sql;
        return new TypedSql($"({a} / nullif({b}, 0))", PrimitiveType.Double);
    }

    private static TypedSql DecimalArithmetic(string symbol, TypedSql left, TypedSql right)
    {
        (DecimalType a, DecimalType b) = (SparkTypes.AsDecimal(left), SparkTypes.AsDecimal(right));
        (int precision, int scale) = symbol switch
        {
            "*" => (a.Precision + b.Precision + 1, a.Scale + b.Scale),
            "+" or "-" => (Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + Math.Max(a.Scale, b.Scale) + 1,
                Math.Max(a.Scale, b.Scale)),
            _ => throw new ExpressionException($"'{symbol}' of decimals is not supported."),
        };
        if (precision > 38)
        {
            throw new ExpressionException(
                $"'{symbol}' of {a} and {b} needs {precision} digits; 38 are the most that are exact.");
        }

        // Two numbers of up to 18 digits DuckDB computes in 18.
        DecimalType type = new(precision, scale);
        a = precision > 18 ? new DecimalType(Math.Max(a.Precision, 19), a.Scale) : a;
        return new TypedSql(
            $"CAST(CAST({left.Sql} AS {DuckTypes.Name(a)}) {symbol} CAST({right.Sql} AS {DuckTypes.Name(b)}) AS {DuckTypes.Name(type)})",
            type);
    }

    private static void RequireNumber(TypedSql value, string symbol)
    {
        if (!SparkTypes.IsNumber(value.Type))
        {
            throw new ExpressionException($"'{symbol}' needs numbers, not {value.Type}; say with CAST what is meant.");
        }
    }
}
