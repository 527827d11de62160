using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wallstreet.Insight.Parsing;

/// <summary>The JSON schema of dashboard files, for editors: written from the same tables that the parser reads by.</summary>
public static class DashboardSchema
{
    private static readonly JsonSerializerOptions _layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the schema (JSON Schema 2020-12), as it stands in <c>docs/reference/dashboard.schema.json</c>.</summary>
    public static string Write()
    {
        JsonObject root = Mapping(DashboardShapes.Dashboard);
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "dashboard.schema.json",
            ["title"] = "Dashboard of Wallstreet",
            ["description"] = "Positions, names and parameters are checked beyond this schema; run 'wallstreet validate'.",
        };
        foreach ((string name, JsonNode? value) in root.ToArray())
        {
            root.Remove(name);
            schema[name] = value;
        }

        return schema.ToJsonString(_layout) + "\n";
    }

    private static JsonObject Mapping(YamlShape shape)
    {
        JsonObject properties = [];
        foreach (YamlKey key in shape.Keys)
        {
            properties[key.Name] = Property(shape, key);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = Texts(shape.Keys.Where(key => key.Required).Select(key => key.Name)),
            ["properties"] = properties,
        };
    }

    private static JsonObject Property(YamlShape owner, YamlKey key)
    {
        JsonObject property = owner == DashboardShapes.Dashboard && key.Name == "tiles" ? List(AnyTile()) : OfType(key);
        property["description"] = key.Description;
        return property;
    }

    private static JsonObject OfType(YamlKey key) => key.Type switch
    {
        YamlType.Text => Text(key),
        YamlType.WholeNumber => new JsonObject { ["type"] = "integer", ["minimum"] = key.Minimum, ["maximum"] = key.Maximum },
        YamlType.Flag => new JsonObject { ["type"] = "boolean" },
        YamlType.Texts => List(Text(key)),
        YamlType.TextOrTexts => new JsonObject { ["oneOf"] = new JsonArray(Text(key), List(Text(key))) },
        YamlType.Shape => Mapping(key.Shape!),
        YamlType.Shapes => List(Mapping(key.Shape!)),
        YamlType.TextsOrShapes => List(new JsonObject { ["oneOf"] = new JsonArray(Text(key), Mapping(key.Shape!)) }),
        _ => new JsonObject { ["type"] = Texts(["string", "number", "boolean", "array", "object"]) },
    };

    private static JsonObject Text(YamlKey key)
    {
        JsonObject text = new() { ["type"] = "string" };
        if (key.Choices.Count > 0)
        {
            text["enum"] = Texts(key.Choices);
        }
        else
        {
            text["pattern"] = key.Pattern ?? "\\S";
        }

        return text;
    }

    // Each kind of tile is an alternative of its own, so that an editor offers only the keys that fit.
    private static JsonObject AnyTile()
    {
        JsonArray kinds = [];
        foreach ((string kind, YamlShape shape) in DashboardShapes.Tiles)
        {
            JsonObject tile = Mapping(shape);
            tile["title"] = kind;
            ((JsonObject)tile["properties"]!)["kind"] = new JsonObject { ["const"] = kind };
            kinds.Add((JsonNode)tile);
        }

        return new JsonObject { ["oneOf"] = kinds };
    }

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = items };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];
}
