using System.Globalization;
using System.Text;

namespace Wallstreet.Query.Rewriting;

/// <summary>Writes names and values into SQL text so that none can be taken for SQL.</summary>
internal static class SqlText
{
    /// <summary>A quoted identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A quoted string.</summary>
    public static string Text(string text)
    {
        // DuckDB ends a statement's text at a zero byte, so a value with one is spelled by its code point.
        return text.Contains('\0', StringComparison.Ordinal)
            ? "(" + string.Join(" || chr(0) || ", text.Split('\0').Select(Quoted)) + ")"
            : Quoted(text);
    }

    /// <summary>A whole number.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A list in brackets.</summary>
    public static StringBuilder AppendList(this StringBuilder builder, IEnumerable<string> items)
    {
        return builder.Append('[').AppendJoin(',', items).Append(']');
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
