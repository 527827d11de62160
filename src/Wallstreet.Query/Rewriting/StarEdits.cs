using System.Text.Json;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Rewriting;

/// <summary>Keeps <c>_metadata</c> out of <c>*</c>, as Spark does: it is only there for those who name it.</summary>
internal static class StarEdits
{
    /// <summary>The edits of a statement.</summary>
    /// <param name="analysis">The statement.</param>
    /// <param name="extended">Which of its references have the column.</param>
    /// <exception cref="SqlSyntaxException">A NATURAL JOIN would join by the column too.</exception>
    public static IEnumerable<SqlEdit> Find(SqlAnalysis analysis, IReadOnlyList<TableReference> extended)
    {
        List<SqlEdit> edits = [];
        Visit(analysis.Tree!.Root, extended, new SqlTokens(analysis.Tree.Bytes), edits);
        return edits;
    }

    private static void Visit(JsonElement node, IReadOnlyList<TableReference> extended, SqlTokens tokens, List<SqlEdit> edits)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in node.EnumerateArray())
            {
                Visit(item, extended, tokens, edits);
            }
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            if (node.Text("ref_type") == "NATURAL")
            {
                RequireOther(node, extended);
            }

            if (node.Text("type") == "SELECT_NODE" && node.Child("from_table") is { } from)
            {
                TableReference[] direct = [.. Direct(from, extended)];
                foreach (JsonElement star in node.Items("select_list").Where(item => IsStar(item) && Covers(item, direct)))
                {
                    AddEdits(star.Location(), tokens, edits);
                }
            }

            foreach (JsonProperty property in node.EnumerateObject())
            {
                Visit(property.Value, extended, tokens, edits);
            }
        }
    }

    private static void RequireOther(JsonElement join, IReadOnlyList<TableReference> extended)
    {
        if (new[] { join.Child("left"), join.Child("right") }.All(side => side is { } one && Direct(one, extended).Any()))
        {
            throw new SqlSyntaxException(0, 0,
                $"A NATURAL JOIN of tables would join them by {RowFacts.Column} too, which the statement names.",
                "Write JOIN … USING (columns) in its place.");
        }
    }

    /// <summary>The tables that a FROM names itself, and not within queries of its own.</summary>
    private static IEnumerable<TableReference> Direct(JsonElement from, IReadOnlyList<TableReference> extended) => from.Text("type") switch
    {
        "JOIN" => new[] { from.Child("left"), from.Child("right") }.OfType<JsonElement>().SelectMany(side => Direct(side, extended)),
        "BASE_TABLE" or "TABLE_FUNCTION" => extended.Where(reference => reference.NodeOffset == from.Location()),
        _ => [],
    };

    private static bool IsStar(JsonElement item) => item.Text("type") == "STAR"
        && item.TryGetProperty("columns", out JsonElement columns) && columns.ValueKind == JsonValueKind.False;

    private static bool Covers(JsonElement star, TableReference[] direct) => star.Text("relation_name") is var relation
        && direct.Any(reference => relation.Length == 0 || reference.QualifierName.Equals(relation, StringComparison.OrdinalIgnoreCase));

    private static void AddEdits(int location, SqlTokens tokens, List<SqlEdit> edits)
    {
        int token = tokens.IndexAt(location);
        if (location < 0)
        {
            return;
        }

        if (tokens.Is(token, "FROM"))
        {
            // FROM without SELECT.
            Insert(edits, tokens[token].Start, $"SELECT * EXCLUDE ({RowFacts.Column}) ");
            return;
        }

        while (token < tokens.Count && !tokens.Is(token, "*"))
        {
            token++;
        }

        if (!tokens.Is(token + 1, "EXCLUDE"))
        {
            Insert(edits, tokens[token].End, $" EXCLUDE ({RowFacts.Column})");
        }
        else if (tokens.Is(token + 2, "("))
        {
            Insert(edits, tokens[token + 2].End, $"{RowFacts.Column}, ");
        }
        else
        {
            Insert(edits, tokens[token + 2].Start, $"({RowFacts.Column}, ");
            Insert(edits, tokens[tokens.AfterName(token + 2) - 1].End, ")");
        }
    }

    private static void Insert(List<SqlEdit> edits, int place, string text) =>
        edits.Add(new SqlEdit(place, place, System.Text.Encoding.UTF8.GetBytes(text)));
}
