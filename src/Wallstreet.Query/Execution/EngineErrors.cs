using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Execution;

/// <summary>Says DuckDB's failures in this engine's words, with places in the user's text.</summary>
internal static partial class EngineErrors
{
    private const string Ellipsis = "...";

    public static QueryException Translate(DuckDBException error, RewrittenSql? statement)
    {
        (string message, string kind) = Split(error.Message);
        (int line, int column) = statement is null ? (0, 0) : FindPlace(error.Message, statement);
        return kind switch
        {
            "Parser Error" or "Binder Error" or "Catalog Error" or "Syntax Error"
                or "Not implemented Error" or "Permission Error" =>
                new SqlSyntaxException(line, column, message, cause: error),
            "Out of Memory Error" => new QueryOutOfMemoryException(
                $"{message} Raise the memory limit or the room to spill, or narrow the statement.", error),
            _ => new QueryFailedException(
                line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: {message}") : message,
                error),
        };
    }

    /// <summary>Whether DuckDB stopped because it was told to.</summary>
    public static bool IsInterrupt(DuckDBException error) => error.ErrorType == DuckDBErrorType.Interrupt;

    private static (string Message, string Kind) Split(string text)
    {
        Match place = PlaceLine().Match(text);
        string message = (place.Success ? text[..place.Index] : text).Trim();
        int colon = message.IndexOf(": ", StringComparison.Ordinal);
        bool known = colon > 0 && message[..colon].EndsWith("Error", StringComparison.Ordinal);
        return known ? (message[(colon + 2)..], message[..colon]) : (message, "");
    }

    private static (int Line, int Column) FindPlace(string text, RewrittenSql statement)
    {
        Match match = PlaceLine().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture, out int number))
        {
            return (0, 0);
        }

        string excerpt = match.Groups["excerpt"].Value;
        int caret = match.Groups["caret"].Length - (match.Groups["excerpt"].Index - match.Index - LeadingBreaks(match));
        int skipped = excerpt.StartsWith(Ellipsis, StringComparison.Ordinal) ? Ellipsis.Length : 0;
        string known = excerpt[skipped..];
        known = known.EndsWith(Ellipsis, StringComparison.Ordinal) ? known[..^Ellipsis.Length] : known;
        int lineStart = StartOfLine(statement.Sql, number);
        int found = lineStart < 0 ? -1 : statement.Sql.IndexOf(known, lineStart, StringComparison.Ordinal);
        if (found < 0)
        {
            return (0, 0);
        }

        int position = Math.Clamp(found + caret - skipped, 0, statement.Sql.Length);
        return statement.FindOriginal(Encoding.UTF8.GetByteCount(statement.Sql.AsSpan(0, position)));
    }

    private static int LeadingBreaks(Match match) => match.Value.Length - match.Value.TrimStart('\n').Length;

    private static int StartOfLine(string text, int number)
    {
        int start = 0;
        for (int line = 1; line < number && start >= 0; line++)
        {
            int end = text.IndexOf('\n', start);
            start = end < 0 ? -1 : end + 1;
        }

        return start;
    }

    [GeneratedRegex(@"\n+LINE (?<line>\d+): (?<excerpt>[^\n]*)\n(?<caret> *)\^", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceLine();
}
