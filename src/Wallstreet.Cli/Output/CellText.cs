using System.Globalization;
using System.Text.Json;

namespace Wallstreet.Cli.Output;

/// <summary>Cells as text, by the rules of <c>--format</c>.</summary>
internal static class CellText
{
    /// <summary>The cell as people read it.</summary>
    public static string ForPeople(object? cell) => cell switch
    {
        Cell special => special.Text,
        Members members => members.ToString(),
        IReadOnlyList<string> texts => string.Join(", ", texts),
        _ => Of(cell),
    };

    /// <summary>The cell as CSV has it: invariant numbers, ISO dates, nothing for null; what has parts is JSON.</summary>
    public static string Of(object? cell) => cell switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        Cell special => Of(special.Value),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => Instant(instant),
        DateTime local => local.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        JsonElement element => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(),
        System.Collections.IEnumerable => CellJson.ToText(cell),
        _ => cell.ToString() ?? "",
    };

    /// <summary>A CSV field, quoted where RFC 4180 asks for it.</summary>
    public static string Csv(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
