using System.Text.Json;
using System.Text.Json.Nodes;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Web.Json;

/// <summary>A typed fact, as the API writes it: always a kind and a value.</summary>
/// <param name="Kind">The kind: <c>integer</c>, <c>number</c>, <c>text</c>, <c>markdown</c>, <c>tableVersion</c> ….</param>
/// <param name="Value">The value; a structure for kinds that have several parts.</param>
public sealed record MetadataEntry(string Kind, JsonNode? Value)
{
    internal static IReadOnlyDictionary<string, MetadataEntry> Of(IReadOnlyDictionary<string, MetadataValue> metadata) =>
        metadata.ToDictionary(pair => pair.Key, pair => Of(pair.Value), StringComparer.Ordinal);

    internal static MetadataEntry Of(MetadataValue value) => value switch
    {
        MetadataValue.WholeNumber whole => new("integer", JsonValue.Create(whole.Value)),
        MetadataValue.Number number => new("number", double.IsFinite(number.Value) ? JsonValue.Create(number.Value) : null),
        MetadataValue.Flag flag => new("flag", JsonValue.Create(flag.Value)),
        MetadataValue.Markdown markdown => new("markdown", JsonValue.Create(markdown.Value)),
        MetadataValue.Json json => new("json", Parse(json.Value)),
        MetadataValue.TableSchema schema => new("tableSchema", new JsonArray([.. schema.Value.Select(Column)])),
        MetadataValue.TableVersion version => new(
            "tableVersion", new JsonObject { ["table"] = version.Table, ["version"] = version.Version }),
        MetadataValue.Url url => new("url", JsonValue.Create(url.Value)),
        MetadataValue.Path path => new("path", JsonValue.Create(path.Value)),
        MetadataValue.Timestamp time => new("timestamp", JsonValue.Create(time.Value)),
        MetadataValue.Text text => new("text", JsonValue.Create(text.Value)),
        _ => new("text", JsonValue.Create(value.ToString())),
    };

    /// <summary>A fact out of a definition, whatever its type.</summary>
    internal static MetadataEntry OfObject(object value) => value switch
    {
        MetadataValue typed => Of(typed),
        string text => new("text", JsonValue.Create(text)),
        bool flag => new("flag", JsonValue.Create(flag)),
        int or long or short or byte => new("integer", JsonValue.Create(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture))),
        double number when double.IsFinite(number) => new("number", JsonValue.Create(number)),
        decimal exact => new("text", JsonValue.Create(exact.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        IEnumerable<string> list => new("text", JsonValue.Create(string.Join(", ", list))),
        _ => new("text", JsonValue.Create(value.ToString())),
    };

    private static JsonNode Column(SchemaColumn column) => new JsonObject
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["nullable"] = column.Nullable,
        ["comment"] = column.Comment,
    };

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return JsonValue.Create(json);
        }
    }
}
