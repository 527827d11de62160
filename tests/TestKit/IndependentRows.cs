using System.Text.Json;

namespace TestKit;

/// <summary>What the independent reader found.</summary>
/// <param name="Names">The columns' names.</param>
/// <param name="Rows">A JSON array for each row.</param>
public sealed record IndependentRows(IReadOnlyList<string> Names, IReadOnlyList<JsonElement> Rows)
{
    /// <summary>Reads lines: names, types, then rows.</summary>
    public static IndependentRows Parse(string text)
    {
        JsonElement[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
            JsonDocument.Parse(line).RootElement)];
        return lines.Length == 0
            ? new IndependentRows([], [])
            : new IndependentRows([.. lines[0].EnumerateArray().Select(static name => name.GetString()!)], lines[2..]);
    }
}
