using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Events;

/// <summary>Identities are plain strings in JSON, also as the names of members.</summary>
internal abstract class KeyJsonConverter<TKey> : JsonConverter<TKey>
    where TKey : notnull
{
    public override TKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.GetString() ?? throw new JsonException($"null is not a {typeof(TKey).Name}.");
        try
        {
            return Make(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, TKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());

    public override TKey ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TKey value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString()!);

    protected abstract TKey Make(string text);
}
