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
    private const string Mend =
        "Restore it from a backup, or materialize the asset again; `wallstreet table verify` lists all that is wrong with a table.";

    private static readonly string[] _damageWords =
        ["magic bytes", "too small to be a Parquet file", "footer length", "Invalid Parquet", "corrupt"];

    public static QueryException Translate(DuckDBException error, RewrittenSql? statement)
    {
        (string message, string kind) = Split(error.Message);
        (int line, int column) = statement is null ? (0, 0) : FindPlace(error.Message, statement);
        return FileFault(message) is { } fault ? new QueryFailedException(fault) : kind switch
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

    // What DuckDB says of a file speaks of patterns and magic bytes; that a table has lost data is the news.
    private static string? FileFault(string message)
    {
        string? file = FileName().Match(message) is { Success: true } match ? match.Groups["file"].Value : null;
        return message switch
        {
            _ when message.Contains("No space left on device", StringComparison.Ordinal) =>
                $"The disk is full{(file is null ? "" : $": {file} could not be written")}. Free some space, then try again; what was committed before is whole.",
            _ when file is null => null,
            _ when message.StartsWith("No files found that match", StringComparison.Ordinal) =>
                $"The file {file} is missing, although the table's log names it. {Mend}",
            _ when _damageWords.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase)) =>
                $"The file {file} is truncated or damaged: it is no whole Parquet file. {Mend}",
            _ => null,
        };
    }

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

    [GeneratedRegex("""["'](?<file>[^"'\n]+\.parquet)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\n+LINE (?<line>\d+): (?<excerpt>[^\n]*)\n(?<caret> *)\^", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceLine();
}
