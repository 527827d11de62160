using System.Globalization;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Wallstreet.Query.ChangeData;

namespace Wallstreet.Query.Parsing;

/// <summary>Parses statements with DuckDB's own parser and tells what they read.</summary>
internal static class SqlParser
{
    private static readonly HashSet<string> _readKeywords = new(StringComparer.Ordinal)
    {
        "SELECT", "FROM", "WITH", "VALUES", "TABLE", "DESCRIBE", "DESC", "SUMMARIZE", "SHOW", "EXPLAIN", "PIVOT",
        "UNPIVOT", "(",
    };

    public static SqlAnalysis Parse(DuckDBConnection connection, string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new SqlSyntaxException(1, 1, "A statement cannot contain the character U+0000.");
        }

        byte[] text = Encoding.UTF8.GetBytes(sql);
        var tokens = new SqlTokens(text);
        if (tokens.Count == 0)
        {
            throw new SqlSyntaxException(1, 1, "There is no statement.", "Write a SELECT.");
        }

        string keyword = tokens.Text(0).ToUpperInvariant();
        StatementKind kind = keyword == "EXPLAIN" ? StatementKind.Explain : StatementKind.Read;
        byte[] parsed = ChangeArgumentReader.WithoutKeywords(
            WithoutTimestampKeyword(kind == StatementKind.Explain ? WithoutExplain(text, tokens) : text, tokens), tokens);
        JsonElement root = Serialize(connection, Encoding.UTF8.GetString(parsed));
        if (root.GetProperty("error").GetBoolean())
        {
            return NotRead(sql, text, keyword, root);
        }

        JsonElement[] statements = [.. root.Items("statements")];
        if (statements.Length != 1)
        {
            throw new SqlSyntaxException(1, 1, $"There are {statements.Length} statements.", "Write one at a time.");
        }

        var tree = new SqlTree(text, statements[0]);
        IReadOnlyList<TableReference> references = new TableFinder(tree, tokens).Find();
        string[] parameters = [.. statements[0].Items("named_param_map").Select(entry => entry.Text("key"))];
        return new SqlAnalysis(sql, kind, keyword, references, parameters, tree);
    }

    private static JsonElement Serialize(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql($1::VARCHAR)::VARCHAR";
        command.Parameters.Add(new DuckDBParameter(sql));
        string json = (string)command.ExecuteScalar()!;
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4096 });
        return document.RootElement.Clone();
    }

    private static SqlAnalysis NotRead(string sql, byte[] text, string keyword, JsonElement error)
    {
        string message = error.Text("error_message");
        if (error.Text("error_type") != "not implemented")
        {
            string position = error.Text("position");
            (int line, int column) = int.TryParse(position, CultureInfo.InvariantCulture, out int offset)
                ? SqlPlace.Find(text, SqlPlace.OffsetOfLetter(text, offset))
                : (0, 0);
            throw new SqlSyntaxException(line, column, Sentence(message));
        }

        if (_readKeywords.Contains(keyword))
        {
            throw new SqlSyntaxException(1, 1, $"This form of {keyword} is not supported.",
                "Write it as a SELECT; PIVOT needs its values: FROM (PIVOT t ON c IN ('a', 'b') USING sum(x)).");
        }

        return new SqlAnalysis(sql, StatementKind.Other, keyword, [], [], null);
    }

    /// <summary>The text with EXPLAIN and what belongs to it blanked out, so that places stay what they are.</summary>
    private static byte[] WithoutExplain(byte[] text, SqlTokens tokens)
    {
        int next = 1;
        if (tokens.Is(next, "ANALYZE"))
        {
            next++;
        }

        if (tokens.Is(next, "("))
        {
            next = tokens.AfterBrackets(next);
        }

        byte[] blanked = [.. text];
        blanked.AsSpan(tokens[0].Start, tokens[next].Start - tokens[0].Start).Fill((byte)' ');
        return blanked;
    }

    /// <summary>
    /// The text with the name <c>timestamp</c> of delta_scan's argument, which the grammar takes for a type, replaced by
    /// one of the same length.
    /// </summary>
    private static byte[] WithoutTimestampKeyword(byte[] text, SqlTokens tokens)
    {
        byte[] renamed = text;
        for (int index = 0; index < tokens.Count; index++)
        {
            if (tokens.Is(index, PinReader.TimestampUnit) && tokens.Is(index - 1, ",") && tokens.Is(index + 1, "=")
                && tokens.Is(index - 3, "(") && tokens.Is(index - 4, SqlFunctions.DeltaScan))
            {
                renamed = ReferenceEquals(renamed, text) ? [.. text] : renamed;
                Encoding.UTF8.GetBytes(PinReader.TimestampAlias).CopyTo(renamed, tokens[index].Start);
            }
        }

        return renamed;
    }

    private static string Sentence(string message)
    {
        string trimmed = message.Trim();
        string upper = trimmed.Length == 0 ? "Syntax error" : char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
        return upper.EndsWith('.') ? upper : upper + ".";
    }
}
