using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules;

/// <summary>Spark's CAST in DuckDB's words. DuckDB rounds where Spark cuts off, and reads texts that Spark does not.
/// </summary>
internal static class SparkCasts
{
    private const string NumberPattern = @"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?";
    private const string TimePattern = @"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?(Z|[+-]\d\d:\d\d)?";

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

    private static string? ToNumber(TypedSql value, DeltaType type)
    {
        string target = DuckTypes.Name(type);
        bool whole = SparkTypes.IsWhole(type);
        if (SparkTypes.IsNumber(value.Type))
        {
            return whole && !SparkTypes.IsWhole(value.Type)
                ? $"CAST(trunc({value.Sql}) AS {target})"
                : $"CAST({value.Sql} AS {target})";
        }

        return value.Kind switch
        {
            PrimitiveKind.Boolean => $"CAST(CASE WHEN {value.Sql} THEN 1 WHEN NOT ({value.Sql}) THEN 0 END AS {target})",
            PrimitiveKind.String when whole =>
                $"TRY_CAST(regexp_extract(trim({value.Sql}, ' '), '^([+-]?\\d+)(\\.\\d*)?$', 1) AS {target})",
            PrimitiveKind.String =>
                $"TRY_CAST(CASE WHEN regexp_full_match(trim({value.Sql}, ' '), '{NumberPattern}') THEN trim({value.Sql}, ' ') END AS {target})",
            PrimitiveKind.Timestamp when type == PrimitiveType.Long =>
                $"((epoch_us({value.Sql}) - ((epoch_us({value.Sql}) % 1000000) + 1000000) % 1000000) // 1000000)",
            _ => null,
        };
    }

    private static string? ToText(TypedSql value) => value.Kind switch
    {
        PrimitiveKind.Boolean or PrimitiveKind.Byte or PrimitiveKind.Short or PrimitiveKind.Integer or PrimitiveKind.Long
            or PrimitiveKind.Date or PrimitiveKind.TimestampNtz => $"CAST({value.Sql} AS VARCHAR)",
        PrimitiveKind.Timestamp => $"CAST({Local(value)} AS VARCHAR)",
        null when value.Type is DecimalType => $"CAST({value.Sql} AS VARCHAR)",
        _ => null,
    };

    private static string? ToBoolean(TypedSql value)
    {
        if (value.IsText)
        {
            return $"CASE WHEN lower(trim({value.Sql}, ' ')) IN ('t', 'true', 'y', 'yes', '1') THEN true "
                + $"WHEN lower(trim({value.Sql}, ' ')) IN ('f', 'false', 'n', 'no', '0') THEN false END";
        }

        return SparkTypes.IsNumber(value.Type) ? $"({value.Sql} <> 0)" : null;
    }

    private static string? ToDate(TypedSql value)
    {
        if (value.Text is { } constant)
        {
            return Constant(constant, PrimitiveType.Date);
        }

        return value.Kind switch
        {
            PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz => $"CAST({Local(value)} AS DATE)",
            PrimitiveKind.String => DateOfText($"trim({value.Sql}, ' ')"),
            _ => null,
        };
    }

    private static string DateOfText(string text) =>
        $"TRY_CAST(CASE WHEN regexp_full_match({text}, '\\d{{4}}') THEN {text} || '-01-01' "
        + $"WHEN regexp_full_match({text}, '\\d{{4}}-\\d{{1,2}}') THEN {text} || '-01' "
        + $"WHEN regexp_full_match({text}, '\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}([ T].*)?') "
        + $"THEN regexp_extract({text}, '^\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}') END AS DATE)";

    private static string? ToTime(TypedSql value, PrimitiveType type)
    {
        if (value.Text is { } constant)
        {
            return Constant(constant, type);
        }

        bool zoned = type == PrimitiveType.Timestamp;
        return value.Kind switch
        {
            PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz =>
                zoned ? $"timezone('UTC', {Local(value)})" : Local(value),
            PrimitiveKind.String when zoned => $"CASE WHEN {value.Sql} IS NULL THEN NULL "
                + $"WHEN regexp_full_match(trim({value.Sql}, ' '), '{TimePattern}') THEN CAST(trim({value.Sql}, ' ') AS TIMESTAMPTZ) "
                + $"ELSE error('CAST cannot read this text as a timestamp: ' || {value.Sql}) END",
            _ => null,
        };
    }

    /// <summary>A constant text as a day or time, read now so that a wrong one is refused now.</summary>
    private static string Constant(string text, PrimitiveType type)
    {
        Literal literal = Literal.Of(text.Trim()).TryCast(type)
            ?? throw new ExpressionException($"'{text}' is no {type}.");
        return $"CAST({SqlText.Text(literal.ToString())} AS {DuckTypes.Name(type)})";
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
