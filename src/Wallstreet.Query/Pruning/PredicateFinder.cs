using System.Text.Json;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Pruning;

/// <summary>
/// Finds the part of a statement's WHERE that rules out files of one of its tables. What is not understood is left
/// out: the engine applies the whole WHERE anyway, this only spares it files.
/// </summary>
internal static class PredicateFinder
{
    private static readonly HashSet<string> _plainJoins = new(StringComparer.Ordinal) { "REGULAR", "CROSS", "NATURAL" };

    /// <summary>The condition on a table's rows; <see langword="null"/> if nothing is known.</summary>
    public static Predicate? Find(
        SqlTree tree, TableReference reference, StructType schema, IReadOnlyDictionary<string, object?> parameters)
    {
        return FindSelect(tree.Root, reference.NodeOffset) is { } found && found.Where is { } where
            ? new PredicateReader(schema, parameters, found.Qualifiers, found.Alone).Read(where).Predicate
            : null;
    }

    private static SelectScope? FindSelect(JsonElement node, int offset)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Array:
                return node.EnumerateArray().Select(item => FindSelect(item, offset)).FirstOrDefault(found => found is not null);
            case JsonValueKind.Object when node.Text("type") == "SELECT_NODE" && Scope(node, offset) is { } scope:
                return scope;
            case JsonValueKind.Object:
                return node.EnumerateObject().Select(item => FindSelect(item.Value, offset))
                    .FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static SelectScope? Scope(JsonElement select, int offset)
    {
        if (select.Child("from_table") is not { } from || Flatten(from) is not { } tables)
        {
            return null;
        }

        JsonElement table = tables.Find(item => item.Text("type") is "BASE_TABLE" or "TABLE_FUNCTION"
            && item.Location() == offset);
        if (table.ValueKind != JsonValueKind.Object || table.Child("sample") is not null
            || table.Items("column_name_alias").Any())
        {
            return null;
        }

        string alias = table.Text("alias");
        string name = table.Text("type") == "BASE_TABLE" ? table.Text("table_name")
            : table.Child("function")?.Text("function_name") ?? SqlFunctions.DeltaScan;
        string[] qualifiers = alias.Length > 0
            ? [alias]
            : [name.Split('.')[^1], .. table.Text("schema_name") is { Length: > 0 } schema ? [$"{schema}.{name}"] : Array.Empty<string>()];
        return new SelectScope(select.Child("where_clause"), qualifiers, tables.Count == 1);
    }

    /// <summary>
    /// The relations that are joined; <see langword="null"/> if rows missing from one would change which rows of
    /// another are joined (ASOF, POSITIONAL).
    /// </summary>
    private static List<JsonElement>? Flatten(JsonElement from)
    {
        if (from.Text("type") != "JOIN")
        {
            return [from];
        }

        if (!_plainJoins.Contains(from.Text("ref_type")) || from.Child("left") is not { } left
            || from.Child("right") is not { } right || Flatten(left) is not { } lefts || Flatten(right) is not { } rights)
        {
            return null;
        }

        return [.. lefts, .. rights];
    }

    private sealed record SelectScope(JsonElement? Where, IReadOnlyList<string> Qualifiers, bool Alone);
}
