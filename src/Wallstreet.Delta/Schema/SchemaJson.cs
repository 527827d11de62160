using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Wallstreet.Delta.Schema;

/// <summary>Reads and writes a schema as the JSON of the protocol.</summary>
/// <remarks>Protocol section "Schema Serialization Format".</remarks>
public static class SchemaJson
{
    private const int DepthMax = 256;

    /// <summary>Reads a table's schema.</summary>
    /// <param name="json">The content of <c>metaData.schemaString</c>.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="DeltaLogException">The text is no Delta schema.</exception>
    /// <exception cref="UnsupportedFeatureException">A column has a type this library does not know.</exception>
    public static StructType Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DepthMax });
            return ReadType(document.RootElement) as StructType
                ?? throw new DeltaLogException("The table's schema is not a struct.");
        }
        catch (JsonException exception)
        {
            throw new DeltaLogException($"The table's schema is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>JSON for <c>metaData.schemaString</c>.</returns>
    public static string Write(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter writer = new(buffer, JsonText.WriterOptions))
        {
            WriteType(writer, schema);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static DeltaType ReadType(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return ReadNamed(element.GetString()!);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new DeltaLogException($"A type in the table's schema is neither a name nor an object: {element}");
        }

        string kind = GetString(element, "type");
        return kind switch
        {
            "struct" => ReadStruct(element),
            "array" => new ArrayType(ReadType(Get(element, "elementType")), GetBoolean(element, "containsNull")),
            "map" => new MapType(
                ReadType(Get(element, "keyType")),
                ReadType(Get(element, "valueType")),
                GetBoolean(element, "valueContainsNull")),
            _ => ReadNamed(kind),
        };
    }

    private static StructType ReadStruct(JsonElement element)
    {
        JsonElement fields = Get(element, "fields");
        if (fields.ValueKind != JsonValueKind.Array)
        {
            throw new DeltaLogException("A struct in the table's schema has no list of fields.");
        }

        return new StructType([.. fields.EnumerateArray().Select(ReadField)]);
    }

    private static StructField ReadField(JsonElement element)
    {
        string name = GetString(element, "name");
        Dictionary<string, JsonElement>? metadata = null;
        if (element.TryGetProperty("metadata", out JsonElement facts) && facts.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty fact in facts.EnumerateObject())
            {
                (metadata ??= [])[fact.Name] = fact.Value.Clone();
            }
        }

        return new StructField(name, ReadType(Get(element, "type")), GetBoolean(element, "nullable"), metadata);
    }

    private static DeltaType ReadNamed(string name) =>
        (DeltaType?)PrimitiveType.Find(name) ?? FindDecimal(name)
        ?? throw new UnsupportedFeatureException(
            $"type {name}", $"The table has a column of type '{name}', which this version cannot read.");

    private static DecimalType? FindDecimal(string name)
    {
        if (name == "decimal")
        {
            return new DecimalType(10, 0);
        }

        if (!name.StartsWith("decimal(", StringComparison.Ordinal) || !name.EndsWith(')'))
        {
            return null;
        }

        string[] parts = name["decimal(".Length..^1].Split(',');
        if (parts.Length != 2 || !TryParse(parts[0], out int precision) || !TryParse(parts[1], out int scale)
            || precision is < 1 or > 38 || scale < 0 || scale > precision)
        {
            throw new DeltaLogException($"The table's schema has the invalid type '{name}'.");
        }

        return new DecimalType(precision, scale);
    }

    private static bool TryParse(string text, out int value) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static JsonElement Get(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new DeltaLogException($"The table's schema lacks '{name}' in: {element}");

    private static string GetString(JsonElement element, string name)
    {
        JsonElement value = Get(element, name);
        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new DeltaLogException($"'{name}' in the table's schema is not a text: {value}");
    }

    private static bool GetBoolean(JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.False;

    private static void WriteType(Utf8JsonWriter writer, DeltaType type)
    {
        switch (type)
        {
            case StructType structure:
                WriteStruct(writer, structure);
                break;
            case ArrayType array:
                writer.WriteStartObject();
                writer.WriteString("type", "array");
                writer.WritePropertyName("elementType");
                WriteType(writer, array.ElementType);
                writer.WriteBoolean("containsNull", array.ContainsNull);
                writer.WriteEndObject();
                break;
            case MapType map:
                writer.WriteStartObject();
                writer.WriteString("type", "map");
                writer.WritePropertyName("keyType");
                WriteType(writer, map.KeyType);
                writer.WritePropertyName("valueType");
                WriteType(writer, map.ValueType);
                writer.WriteBoolean("valueContainsNull", map.ValueContainsNull);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(type.DisplayName);
                break;
        }
    }

    private static void WriteStruct(Utf8JsonWriter writer, StructType structure)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "struct");
        writer.WriteStartArray("fields");
        foreach (StructField field in structure.Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WritePropertyName("type");
            WriteType(writer, field.Type);
            writer.WriteBoolean("nullable", field.Nullable);
            writer.WriteStartObject("metadata");
            foreach ((string key, JsonElement value) in field.Metadata)
            {
                writer.WritePropertyName(key);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
