using System.Data.SqlTypes;
using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>
/// One text for one value, whoever read it. ClickHouse has no null lists, maps and structs: it reads empty ones, and
/// structs of nulls, so those are the same text here.
/// </summary>
internal static class CanonicalText
{
    /// <summary>The text of a row that our engine read.</summary>
    public static string Of(object?[] row, StructType schema) =>
        string.Join(" | ", row.Zip(schema.Fields, (value, field) => Of(value, field.Type)));

    /// <summary>The text of a row that the independent reader read.</summary>
    public static string Of(JsonElement row, StructType schema) =>
        string.Join(" | ", row.EnumerateArray().Zip(schema.Fields, (value, field) => Of(value, field.Type)));

    private static string Of(object? value, DeltaType type) => type switch
    {
        ArrayType array => $"[{string.Join(",", ((object?[]?)value ?? []).Select(item => Of(item, array.ElementType)))}]",
        MapType map => OfMap(((object?[]?)value ?? []).Cast<Dictionary<string, object?>>()
            .Select(entry => (Of(entry["key"], map.KeyType), Of(entry["value"], map.ValueType)))),
        StructType fields => $"{{{string.Join(",", fields.Fields.Select(field => Of(
            ((Dictionary<string, object?>?)value)?.GetValueOrDefault(field.Name), field.Type)))}}}",
        _ => value is null ? "null" : OfPlain(value, type),
    };

    private static string Of(JsonElement value, DeltaType type) => type switch
    {
        ArrayType array => $"[{string.Join(",", value.EnumerateArray().Select(item => Of(item, array.ElementType)))}]",
        MapType map => OfMap(value.EnumerateObject().Select(entry => (OfKey(entry.Name, map.KeyType), Of(entry.Value, map.ValueType)))),
        StructType fields => $"{{{string.Join(",", fields.Fields.Select(field =>
            value.ValueKind == JsonValueKind.Null ? Of(null, field.Type) : Of(value.GetProperty(field.Name), field.Type)))}}}",
        _ => value.ValueKind == JsonValueKind.Null ? "null" : OfPlain(value, type),
    };

    private static string OfMap(IEnumerable<(string Key, string Value)> entries) =>
        $"{{{string.Join(",", entries.Order().Select(entry => $"{entry.Key}={entry.Value}"))}}}";

    private static string OfKey(string key, DeltaType type) => type == PrimitiveType.String
        ? key
        : OfPlain(JsonSerializer.SerializeToElement(key), type);

    private static string OfPlain(object value, DeltaType type) => value switch
    {
        DateTimeOffset moment => OfMoment(moment.UtcDateTime),
        DateTime moment => OfMoment(moment),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        decimal number => OfDecimal(new SqlDecimal(number)),
        SqlDecimal number => OfDecimal(number),
        // Whole decimals of 38 digits are whole numbers for DuckDB's results.
        _ when type is DecimalType => OfDecimal(SqlDecimal.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!)),
        float number => OfFloating(number),
        double number => OfFloating(number),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string OfPlain(JsonElement value, DeltaType type)
    {
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return type switch
        {
            DecimalType => OfDecimal(SqlDecimal.Parse(text)),
            PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } => OfMoment(DateTimeOffset.Parse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime),
            PrimitiveType { Kind: PrimitiveKind.Double } => OfFloating(OfText(text)),
            PrimitiveType { Kind: PrimitiveKind.Float } => OfFloating((float)OfText(text)),
            _ => text,
        };
    }

    private static double OfText(string text) => text switch
    {
        "nan" or "-nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string OfFloating(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string OfFloating(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string OfMoment(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string OfDecimal(SqlDecimal number)
    {
        string text = number.ToString();
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
