namespace Wallstreet.Insight.Parsing;

/// <summary>Finds <c>$name</c> in SQL outside of strings, quoted names, comments and dollar-quoted text.</summary>
internal static class SqlParameterScanner
{
    /// <summary>The parameters in order of appearance, with their line and column (from 1) in the statement.</summary>
    public static IReadOnlyList<(string Name, int Line, int Column)> Find(string sql)
    {
        List<(string, int, int)> found = [];
        int position = 0;
        while (position < sql.Length)
        {
            if (sql[position] == '$' && NameLength(sql, position + 1) is > 0 and int length && !IsDollarQuote(sql, position, length))
            {
                (int line, int column) = Locate(sql, position);
                found.Add((sql.Substring(position + 1, length), line, column));
                position += length + 1;
            }
            else
            {
                position = Skip(sql, position);
            }
        }

        return found;
    }

    // The index after the token that starts here; text that hides dollars is one token.
    private static int Skip(string sql, int at) => (sql[at], at + 1 < sql.Length ? sql[at + 1] : '\0') switch
    {
        ('\'', _) => After(sql, "'", at + 1),
        ('"', _) => After(sql, "\"", at + 1),
        ('-', '-') => After(sql, "\n", at + 2),
        ('/', '*') => After(sql, "*/", at + 2),
        ('$', _) when NameLength(sql, at + 1) is int length && IsDollarQuote(sql, at, length) =>
            After(sql, sql.Substring(at, length + 2), at + length + 2),
        var (c, _) when char.IsLetterOrDigit(c) || c == '_' => at + 1 + TailLength(sql, at + 1),
        _ => at + 1,
    };

    private static int After(string sql, string end, int from)
    {
        int index = sql.IndexOf(end, from, StringComparison.Ordinal);
        return index < 0 ? sql.Length : index + end.Length;
    }

    private static bool IsDollarQuote(string sql, int at, int length) => at + 1 + length < sql.Length && sql[at + 1 + length] == '$';

    private static int NameLength(string sql, int at) => at < sql.Length && char.IsAsciiDigit(sql[at]) ? 0 : TailLength(sql, at);

    private static int TailLength(string sql, int at)
    {
        int end = at;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))
        {
            end++;
        }

        return end - at;
    }

    private static (int Line, int Column) Locate(string sql, int position)
    {
        ReadOnlySpan<char> before = sql.AsSpan(0, position);
        return (before.Count('\n') + 1, position - before.LastIndexOf('\n'));
    }
}
