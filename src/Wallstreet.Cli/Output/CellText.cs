using System.Globalization;
using System.Text.Json;

namespace Wallstreet.Cli.Output;

/// <summary>Cells as text and as JSON, by the rules of <c>--format</c>.</summary>
internal static class CellText
{
    /// <summary>The cell for people and CSV: invariant numbers, ISO dates, nothing for null.</summary>
    public static string Of(object? cell) => cell switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => Instant(instant),
        DateTime local => local.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    /// <summary>The cell as a JSON value: decimals as strings, not-a-number and infinities as strings.</summary>
    public static void WriteJson(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int or long or short or byte: writer.WriteNumberValue(Convert.ToInt64(cell, CultureInfo.InvariantCulture)); break;
            case float single when float.IsFinite(single): writer.WriteNumberValue(single); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case JsonElement element: element.WriteTo(writer); break;
            case IReadOnlyList<string> texts: WriteTexts(writer, texts); break;
            default: writer.WriteStringValue(Of(cell)); break;
        }
    }

    /// <summary>A CSV field, quoted where RFC 4180 asks for it.</summary>
    public static string Csv(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray();
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
