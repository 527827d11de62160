using System.Text.Json;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Writes the fields of actions as JSON; those without a value are left out.</summary>
internal static class ActionFields
{
    public static void Property(this Utf8JsonWriter json, Protocol protocol)
    {
        json.WriteStartObject("protocol");
        json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
        json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
        json.List("readerFeatures", protocol.ReaderFeatures);
        json.List("writerFeatures", protocol.WriterFeatures);
        json.WriteEndObject();
    }

    public static void Property(this Utf8JsonWriter json, string name, Metadata metadata)
    {
        json.WriteStartObject(name);
        json.WriteString("id", metadata.Id);
        json.Text("name", metadata.Name);
        json.Text("description", metadata.Description);
        json.WriteStartObject("format");
        json.WriteString("provider", metadata.FormatProvider);
        json.Map("options", metadata.FormatOptions);
        json.WriteEndObject();
        json.WriteString("schemaString", metadata.SchemaString);
        json.List("partitionColumns", metadata.PartitionColumns);
        json.Map("configuration", metadata.Configuration);
        json.Number("createdTime", metadata.CreatedTimeMilliseconds);
        json.WriteEndObject();
    }

    public static void Body(this Utf8JsonWriter json, ApplicationTransaction application)
    {
        json.WriteString("appId", application.ApplicationId);
        json.WriteNumber("version", application.Version);
        json.Number("lastUpdated", application.LastUpdatedMilliseconds);
    }

    public static void Body(this Utf8JsonWriter json, DomainMetadata domain)
    {
        json.WriteString("domain", domain.Domain);
        json.WriteString("configuration", domain.Configuration);
        json.WriteBoolean("removed", domain.Removed);
    }

    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void Number(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void Flag(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }

    public static void Raw(this Utf8JsonWriter json, string name, RawText value)
    {
        if (!value.IsEmpty)
        {
            json.WriteString(name, value.ToBytes().Span);
        }
    }

    public static void List(this Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void Map<TValue>(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, TValue> values)
        where TValue : class?
    {
        json.WriteStartObject(name);
        foreach ((string key, TValue value) in values)
        {
            json.WriteString(key, value as string);
        }

        json.WriteEndObject();
    }

    public static void Vector(this Utf8JsonWriter json, DeletionVectorDescriptor? vector)
    {
        if (vector is null)
        {
            return;
        }

        json.WriteStartObject("deletionVector");
        json.WriteString("storageType", vector.StorageType);
        json.WriteString("pathOrInlineDv", vector.PathOrInlineDv);
        json.Number("offset", vector.Offset);
        json.WriteNumber("sizeInBytes", vector.SizeBytes);
        json.WriteNumber("cardinality", vector.Cardinality);
        json.WriteEndObject();
    }
}
