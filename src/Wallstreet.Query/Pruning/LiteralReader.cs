using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Pruning;

/// <summary>
/// Reads the constants of a condition, only where DuckDB compares them with a column of the type exactly as the log
/// does; anything else is left to DuckDB.
/// </summary>
internal sealed class LiteralReader(IReadOnlyDictionary<string, object?> parameters)
{
    private const long ExactInDouble = 1L << 53;

    private static readonly string[] _momentFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'",
    ];

    /// <summary>The constant that a node is, to be compared with a column; <see langword="null"/> if it is none.</summary>
    public Literal? Read(JsonElement node, DeltaType column)
    {
        switch (node.Text("class"))
        {
            case "CONSTANT":
                return Fit(Value(node), column);
            case "PARAMETER":
                return parameters.TryGetValue(node.Text("identifier"), out object? value) ? Fit(value, column) : null;
            case "CAST" when node.Child("child") is { } child && Casts(node, column) && child.Text("class") == "CONSTANT":
                return Value(child) is string text ? Fit(Cast(node, text), column) : null;
            case "FUNCTION" when node.Text("function_name") == "-" && node.Items("children").ToArray() is [{ } operand]:
                return Fit(Negate(Value(operand)), column);
            default:
                return null;
        }
    }

    /// <summary>Whether a text that is cast so is compared as a value of the column's own type.</summary>
    private static bool Casts(JsonElement node, DeltaType column)
    {
        string target = node.Child("cast_type")?.Text("id") ?? "";
        return column is PrimitiveType primitive && primitive.Kind switch
        {
            PrimitiveKind.Date => target == "DATE",
            PrimitiveKind.Timestamp => target is "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE" or "DATE",
            PrimitiveKind.TimestampNtz => target is "TIMESTAMP" or "DATE",
            PrimitiveKind.String => target == "VARCHAR",
            _ => false,
        };
    }

    /// <summary>The value of a text that is cast: a day has no time, whatever the text says.</summary>
    private static object? Cast(JsonElement node, string text) =>
        node.Child("cast_type")?.Text("id") != "DATE" ? text
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date
            : null;

    private static object? Value(JsonElement node)
    {
        if (node.Text("class") != "CONSTANT" || node.Child("value") is not { } constant
            || constant.Child("type") is not { } type || !constant.TryGetProperty("value", out JsonElement value))
        {
            return null;
        }

        return (type.Text("id"), value.ValueKind) switch
        {
            ("INTEGER" or "BIGINT" or "SMALLINT" or "TINYINT", JsonValueKind.Number) => value.GetInt64(),
            ("DOUBLE", JsonValueKind.Number) => value.GetDouble(),
            ("VARCHAR", JsonValueKind.String) => value.GetString(),
            ("BOOLEAN", JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
            ("DECIMAL", JsonValueKind.Number) => Decimal(type, value),
            _ => null,
        };
    }

    private static DeltaDecimal? Decimal(JsonElement type, JsonElement value)
    {
        return type.Child("type_info") is { } info && info.TryGetProperty("scale", out JsonElement scale)
            && value.TryGetInt64(out long unscaled)
            ? new DeltaDecimal(unscaled, scale.GetInt32())
            : null;
    }

    private static object? Negate(object? value) => value switch
    {
        long and not long.MinValue => -(long)value,
        double number => -number,
        DeltaDecimal number => number with { Unscaled = -number.Unscaled },
        _ => null,
    };

    private static Literal? Fit(object? value, DeltaType column)
    {
        value = value switch
        {
            int number => (long)number,
            short number => (long)number,
            decimal number => DeltaDecimal.FromDecimal(number),
            _ => value,
        };
        return column switch
        {
            DecimalType => Number(value),
            PrimitiveType primitive => Fit(value, primitive.Kind),
            _ => null,
        };
    }

    private static Literal? Fit(object? value, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Long or PrimitiveKind.Integer or PrimitiveKind.Short or PrimitiveKind.Byte => Number(value),
        PrimitiveKind.Double => Double(value),
        PrimitiveKind.String => value is string text ? Literal.Of(text) : null,
        PrimitiveKind.Boolean => value is bool flag ? Literal.Of(flag) : null,
        PrimitiveKind.Date => Date(value),
        PrimitiveKind.Timestamp => Moment(value) is { } moment ? Literal.Of(moment) : null,
        PrimitiveKind.TimestampNtz => value is string text && text.EndsWith('Z') ? null
            : Moment(value) is { } moment ? Literal.OfWallClock(moment.UtcDateTime) : null,
        _ => null,
    };

    private static Literal? Number(object? value) => value switch
    {
        long number => Literal.Of(number),
        DeltaDecimal number => Literal.Of(number),
        _ => null,
    };

    /// <summary>DuckDB compares in double; only what becomes the same double here as there is taken.</summary>
    private static Literal? Double(object? value) => value switch
    {
        double number => Literal.Of(number),
        long number when Math.Abs(number) <= ExactInDouble => Literal.Of((double)number),
        DeltaDecimal { Scale: >= 0 and <= 22 } number when Int128.Abs(number.Unscaled) <= ExactInDouble =>
            Literal.Of((double)number.Unscaled / Math.Pow(10, number.Scale)),
        _ => null,
    };

    private static Literal? Date(object? value) => value switch
    {
        DateOnly date => Literal.Of(date),
        string text when DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) => Literal.Of(date),
        _ => null,
    };

    private static DateTimeOffset? Moment(object? value) => value switch
    {
        DateTimeOffset moment => moment,
        DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        string text when DateTime.TryParseExact(text, _momentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None,
            out DateTime moment) => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        _ => null,
    };
}
