using System.Text;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Rewriting;

/// <summary>Puts queries over files into the places of a text where tables are named; the rest stays as written.</summary>
internal static class SqlRewriter
{
    /// <summary>Rewrites a statement.</summary>
    /// <param name="analysis">The statement, a read.</param>
    /// <param name="sources">The query that stands for each reference of the analysis, in its order.</param>
    /// <param name="further">Further edits.</param>
    public static RewrittenSql Rewrite(SqlAnalysis analysis, IReadOnlyList<string> sources, IEnumerable<SqlEdit> further)
    {
        byte[] text = analysis.Tree!.Bytes;
        var tokens = new SqlTokens(text);
        List<SqlEdit> edits = [.. further];
        for (int index = 0; index < sources.Count; index++)
        {
            AddEdits(edits, analysis.References[index], sources[index]);
        }

        AddQualifierEdits(edits, analysis, tokens);
        int end = EndOfStatement(tokens);
        edits.Add(new SqlEdit(end, text.Length, []));
        edits.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        return new RewrittenSql(text, Apply(text, edits), edits);
    }

    private static void AddEdits(List<SqlEdit> edits, TableReference reference, string source)
    {
        string named = reference.Alias is null ? $"{source} AS {SqlText.Name(reference.QualifierName)}" : source;
        string replacement = named + " ";
        if (reference.BareKeywordSpan is { } keyword)
        {
            // TABLE, DESCRIBE and SUMMARIZE take a name only; FROM takes a query.
            bool table = keyword.End.Value - keyword.Start.Value == "TABLE".Length;
            if (table)
            {
                edits.Add(new SqlEdit(keyword.Start.Value, keyword.End.Value, "FROM"u8.ToArray()));
            }
            else
            {
                replacement = "FROM " + replacement;
            }
        }

        edits.Add(new SqlEdit(
            reference.Span.Start.Value, reference.Span.End.Value, Encoding.UTF8.GetBytes(replacement)));
        if (reference.PinSpan is { } pin)
        {
            edits.Add(new SqlEdit(pin.Start.Value, pin.End.Value, []));
        }
    }

    /// <summary>Columns written <c>schema.table.column</c> become <c>table.column</c>, as the table has no schema now.</summary>
    private static void AddQualifierEdits(List<SqlEdit> edits, SqlAnalysis analysis, SqlTokens tokens)
    {
        foreach (string[] parts in analysis.References
            .Where(reference => reference is { Alias: null, Name: not null, Changes: null })
            .Select(reference => reference.Name!.Split('.')).Where(parts => parts.Length > 1)
            .DistinctBy(parts => string.Join('.', parts), StringComparer.OrdinalIgnoreCase))
        {
            for (int index = 0; index < tokens.Count; index++)
            {
                if (IsQualifier(tokens, index, parts) && !edits.Exists(edit => edit.Start == tokens[index].Start))
                {
                    edits.Add(new SqlEdit(tokens[index].Start, tokens[index + (2 * (parts.Length - 1))].Start, []));
                }
            }
        }
    }

    private static bool IsQualifier(SqlTokens tokens, int index, string[] parts)
    {
        if (tokens.Is(index - 1, "."))
        {
            return false;
        }

        for (int part = 0; part < parts.Length; part++)
        {
            int at = index + (2 * part);
            if (tokens[at].Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedWord)
                || !tokens.Name(at).Equals(parts[part], StringComparison.OrdinalIgnoreCase) || !tokens.Is(at + 1, "."))
            {
                return false;
            }
        }

        return true;
    }

    private static int EndOfStatement(SqlTokens tokens)
    {
        int last = tokens.Count - 1;
        while (last > 0 && tokens.Is(last, ";"))
        {
            last--;
        }

        return tokens[last].End;
    }

    private static byte[] Apply(byte[] text, List<SqlEdit> edits)
    {
        using var output = new MemoryStream(text.Length + edits.Sum(edit => edit.Replacement.Length));
        int offset = 0;
        foreach (SqlEdit edit in edits)
        {
            output.Write(text, offset, edit.Start - offset);
            output.Write(edit.Replacement);
            offset = edit.End;
        }

        output.Write(text, offset, text.Length - offset);
        return output.ToArray();
    }
}
