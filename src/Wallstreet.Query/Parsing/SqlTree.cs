using System.Text.Json;

namespace Wallstreet.Query.Parsing;

/// <summary>DuckDB's parse tree of one statement, and the text's bytes that its places count in.</summary>
internal sealed record SqlTree(byte[] Bytes, JsonElement Root);

/// <summary>Reads the nodes of DuckDB's parse tree.</summary>
internal static class SqlNodes
{
    /// <summary>Where a node begins in the text's bytes; -1 if DuckDB noted no place for it.</summary>
    public static int Location(this JsonElement node)
    {
        return node.TryGetProperty("query_location", out JsonElement place) && place.TryGetUInt64(out ulong offset)
            && offset <= int.MaxValue ? (int)offset : -1;
    }

    /// <summary>A property's text; empty if the node has none.</summary>
    public static string Text(this JsonElement node, string name)
    {
        return node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    /// <summary>A property that is an object; <see langword="null"/> if it is absent or null.</summary>
    public static JsonElement? Child(this JsonElement node, string name)
    {
        return node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Object ? value : null;
    }

    /// <summary>The items of a property that is an array; none if it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement node, string name)
    {
        return node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
    }
}
