using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Spark's CAST in DuckDB's words, as in a session without ANSI mode: what is no value becomes null. DuckDB rounds
/// where Spark cuts off, computes some doubles less exactly, and writes some values otherwise.</summary>
internal static class SparkCasts
{
    /// <summary>Up to so many digits behind the point, Spark writes a decimal without an exponent.</summary>
    private const int PlainScaleMax = 6;

    /// <summary>What stands in the SQL of numbers that may not fit.</summary>
    public const string FitMark = " | ";

    /// <exception cref="ExpressionException">Spark has no such cast, or this engine would do it otherwise.</exception>
    public static TypedSql Cast(TypedSql value, DeltaType type)
    {
        if (value.Type == type)
        {
            return value;
        }

        if (value.Type == PrimitiveType.Void)
        {
            return new TypedSql($"CAST(NULL AS {DuckTypes.Name(type)})", type);
        }

        string? sql = type switch
        {
            DecimalType => ToNumber(value, type),
            PrimitiveType { Kind: PrimitiveKind.String } => ToText(value),
            PrimitiveType { Kind: PrimitiveKind.Boolean } => ToBoolean(value),
            PrimitiveType { Kind: PrimitiveKind.Date } => ToDate(value),
            PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } => ToTime(value, (PrimitiveType)type),
            PrimitiveType { Kind: PrimitiveKind.Binary } => value.IsText ? $"encode({value.Sql})" : null,
            _ when SparkTypes.IsNumber(type) => ToNumber(value, type),
            _ => null,
        };
        return sql is null
            ? throw new ExpressionException($"CAST of {value.Type} to {type} is not supported.")
            : new TypedSql(sql, type);
    }

    /// <summary>Spark's TRY_CAST, which reads as in ANSI mode: no whole number has a fraction, and a number that does not
    /// fit is null.</summary>
    /// <exception cref="ExpressionException">Spark has no such cast, or this engine would do it otherwise.</exception>
    public static TypedSql TryCast(TypedSql value, DeltaType type)
    {
        TypedSql cast = Cast(value, type);
        return SparkTypes.IsNumber(value.Type) && SparkTypes.IsNumber(type) && value.Type != type
                ? SparkTypes.IsFloating(value.Type) && (type is DecimalType || type == PrimitiveType.Float)
                    ? throw new ExpressionException($"TRY_CAST of {value.Type} to {type} is not supported; CAST is.")
                    : cast with { Sql = $"TRY({cast.Sql})" }
            : value.IsText && SparkTypes.IsWhole(type) ? cast with { Sql = SparkTexts.ToWhole(value.Sql, DuckTypes.Name(type), false) }
            : cast;
    }

    /// <summary>A whole number in a type that must hold it. Beside a comparison, DuckDB moves constants and casts over to the
    /// other side, so that what does not fit would never be computed; it lets the OR of bits be.</summary>
    public static string Fit(string sql, DeltaType type) =>
        $"(CAST({sql} AS {DuckTypes.Name(type)}){FitMark}CAST(0 AS {DuckTypes.Name(type)}))";

    private static string? ToNumber(TypedSql value, DeltaType type)
    {
        string target = DuckTypes.Name(type);
        if (SparkTypes.IsNumber(value.Type))
        {
            return OfNumber(value, type, target);
        }

        return value.Kind switch
        {
            PrimitiveKind.Boolean => $"CAST(CASE WHEN {value.Sql} THEN 1 WHEN NOT ({value.Sql}) THEN 0 END AS {target})",
            PrimitiveKind.String when SparkTypes.IsWhole(type) => SparkTexts.ToWhole(value.Sql, target, true),
            PrimitiveKind.String => SparkTexts.ToNumber(value.Sql, target, SparkTypes.IsFloating(type)),
            PrimitiveKind.Timestamp when type == PrimitiveType.Long =>
                $"((epoch_us({value.Sql}) - ((epoch_us({value.Sql}) % 1000000) + 1000000) % 1000000) // 1000000)",
            _ => null,
        };
    }

    private static string OfNumber(TypedSql value, DeltaType type, string target) => (value.Type, type) switch
    {
        _ when SparkTypes.IsWhole(type) => Fit(SparkTypes.IsWhole(value.Type) ? value.Sql : $"trunc({value.Sql})", type),

        // DuckDB divides by a power of ten that is rounded itself; the text is read exactly.
        (DecimalType, _) when SparkTypes.IsFloating(type) => $"CAST(CAST({value.Sql} AS VARCHAR) AS {target})",
        (_, DecimalType number) when SparkTypes.IsFloating(value.Type) => ToDecimal(value, number, target),
        _ => $"CAST({value.Sql} AS {target})",
    };

    /// <summary>Spark rounds the shortest decimal text of a double; which that is for more than 14 digits depends on the
    /// version of Java.</summary>
    private static string ToDecimal(TypedSql value, DecimalType type, string target)
    {
        string number = $"CAST({value.Sql} AS DOUBLE)";
        string most = $"1e{SqlText.Number(14 - type.Scale)}";
        return $"CASE WHEN abs({number}) < {most} THEN CAST({SparkTexts.OfSmall(number)} AS {target}) WHEN {value.Sql} IS NOT NULL "
            + $"THEN {RuleViolation.Stop("CAST of a double with so many digits to a decimal depends on the version of Spark", $"CAST({number} AS VARCHAR)")} END";
    }

    private static string? ToText(TypedSql value) => value.Type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Boolean } => $"CAST({value.Sql} AS VARCHAR)",
        PrimitiveType { Kind: PrimitiveKind.Date } => SparkTexts.OfMoment(value.Sql, "DATE"),
        PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } => SparkTexts.OfMoment(Local(value), "TIMESTAMP"),
        DecimalType { Scale: > PlainScaleMax } => throw new ExpressionException(
            $"CAST of {value.Type} to string is not supported: Spark writes such decimals with exponents in some sessions."),

        // DuckDB leaves the zero before the point out where the type has no place for it.
        DecimalType number when number.Precision == number.Scale =>
            $"CAST(CAST({value.Sql} AS {DuckTypes.Name(new DecimalType(number.Precision + 1, number.Scale))}) AS VARCHAR)",
        var type when type is DecimalType || SparkTypes.IsWhole(type) => $"CAST({value.Sql} AS VARCHAR)",
        _ => null,
    };

    private static string? ToBoolean(TypedSql value) =>
        value.IsText ? SparkTexts.ToBoolean(value.Sql) : SparkTypes.IsNumber(value.Type) ? $"({value.Sql} <> 0)" : null;

    private static string? ToDate(TypedSql value)
    {
        if (value.Text is { } constant)
        {
            return SparkTexts.Constant(constant, PrimitiveType.Date);
        }

        return value.Kind switch
        {
            PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz => $"CAST({Local(value)} AS DATE)",
            PrimitiveKind.String => SparkTexts.ToDate(value.Sql),
            _ => null,
        };
    }

    private static string? ToTime(TypedSql value, PrimitiveType type)
    {
        if (value.Text is { } constant)
        {
            return SparkTexts.Constant(constant, type);
        }

        bool zoned = type == PrimitiveType.Timestamp;
        return value.Kind switch
        {
            PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz =>
                zoned ? $"timezone('UTC', {Local(value)})" : Local(value),
            PrimitiveKind.String when zoned => SparkTexts.ToTimestamp(value.Sql),
            _ => null,
        };
    }

    /// <summary>A day or time as a wall-clock time in UTC, the session's zone here.</summary>
    public static string Local(TypedSql value) => value.Kind switch
    {
        PrimitiveKind.Timestamp => $"timezone('UTC', {value.Sql})",
        PrimitiveKind.TimestampNtz => value.Sql,
        PrimitiveKind.Date => $"CAST({value.Sql} AS TIMESTAMP)",
        _ => throw new ExpressionException($"A date or timestamp is needed, not {value.Type}."),
    };
}
