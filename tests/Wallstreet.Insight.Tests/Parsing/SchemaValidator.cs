using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Wallstreet.Insight.Parsing;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Tests.Parsing;

/// <summary>The part of JSON Schema that the dashboards' schema uses, applied to YAML.</summary>
internal static class SchemaValidator
{
    public static bool IsValid(string yaml, JsonNode schema)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        return stream.Documents.Count == 1 && IsValid(ToJson(stream.Documents[0].RootNode), schema.AsObject());
    }

    private static bool IsValid(JsonNode? value, JsonObject schema)
    {
        return schema.All(rule => Holds(value, rule.Key, rule.Value!, schema));
    }

    private static bool Holds(JsonNode? value, string keyword, JsonNode rule, JsonObject schema) => (keyword, value) switch
    {
        ("type", _) => rule is JsonArray any ? any.Any(type => HasType(value, (string)type!)) : HasType(value, (string)rule!),
        ("enum", _) => rule.AsArray().Any(item => JsonNode.DeepEquals(item, value)),
        ("const", _) => JsonNode.DeepEquals(rule, value),
        ("oneOf", _) => rule.AsArray().Count(option => IsValid(value, option!.AsObject())) == 1,
        ("minItems", JsonArray list) => list.Count >= (int)rule,
        ("items", JsonArray list) => list.All(item => IsValid(item, rule.AsObject())),
        (_, JsonObject map) => HoldsForMapping(map, keyword, rule, schema),
        (_, JsonValue scalar) => HoldsForScalar(scalar, keyword, rule),
        _ => true,
    };

    private static bool HoldsForMapping(JsonObject map, string keyword, JsonNode rule, JsonObject schema) => keyword switch
    {
        "required" => rule.AsArray().All(name => map.ContainsKey((string)name!)),
        "additionalProperties" => map.All(pair => schema["properties"]!.AsObject().ContainsKey(pair.Key)),
        "properties" => map.All(pair => rule[pair.Key] is not JsonObject inner || IsValid(pair.Value, inner)),
        _ => true,
    };

    private static bool HoldsForScalar(JsonValue scalar, string keyword, JsonNode rule) => (keyword, scalar.GetValueKind()) switch
    {
        ("pattern", JsonValueKind.String) => Regex.IsMatch((string)scalar!, (string)rule!),
        ("minimum", JsonValueKind.Number) => (double)scalar >= (double)rule,
        ("maximum", JsonValueKind.Number) => (double)scalar <= (double)rule,
        _ => true,
    };

    private static bool HasType(JsonNode? value, string type) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger((double)value!),
        _ => false,
    };

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair =>
            KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar when YamlScalars.IsNull(scalar) => null,
        YamlScalarNode scalar when YamlScalars.IsFlag(scalar) => JsonValue.Create(YamlScalars.TryFlag(scalar, out bool flag) && flag),
        YamlScalarNode scalar when YamlScalars.IsNumber(scalar) =>
            JsonValue.Create(double.Parse(scalar.Value!, System.Globalization.CultureInfo.InvariantCulture)),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException(node.ToString()),
    };
}
