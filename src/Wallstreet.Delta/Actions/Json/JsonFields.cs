using System.Text;
using System.Text.Json;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Steps of reading one JSON object with a <see cref="Utf8JsonReader"/>.</summary>
internal static class JsonFields
{
    public static void StartObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        ExpectObject(ref reader);
    }

    public static void ExpectObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new DeltaLogException($"An object was expected, and {reader.TokenType} was found.");
        }
    }

    /// <summary>Moves to the next name of the object; false at its end.</summary>
    public static bool NextName(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new DeltaLogException("The text ends inside an object.");
        }

        return reader.TokenType == JsonTokenType.PropertyName;
    }

    public static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    public static long? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
    }

    public static int? ReadSmallNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32();
    }

    public static bool? ReadFlag(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean();
    }

    /// <summary>The value at the reader as text: a string's content, else its JSON.</summary>
    public static string ReadRawValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.GetRawText();
        }

        return Encoding.UTF8.GetString(reader.ValueSpan);
    }

    public static Dictionary<string, string>? ReadTextMap(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        ExpectObject(ref reader);
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        while (NextName(ref reader))
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                map[key] = ReadRawValue(ref reader);
            }
        }

        return map;
    }

    public static List<string>? ReadTextList(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new DeltaLogException($"A list was expected, and {reader.TokenType} was found.");
        }

        List<string> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(reader.GetString() ?? throw new DeltaLogException("A list of texts holds null."));
        }

        return list;
    }
}
