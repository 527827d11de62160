using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>
/// Events as JSON, one object each, without the sequence: what stores keep and what worker processes send. A type that
/// this version does not know is read as <see cref="UnknownRunEvent" /> and written again as it was.
/// </summary>
public static class RunEventJson
{
    private static readonly JsonSerializerOptions _tolerant = MakeOptions(outOfOrder: true);

    // The discriminator was found already, so an event is read as what it is: several times faster than polymorphism.
    private static readonly JsonSerializerOptions _strict = MakeOptions(outOfOrder: false);

    private static readonly JsonTypeInfo<RunEvent> _type = (JsonTypeInfo<RunEvent>)_tolerant.GetTypeInfo(typeof(RunEvent));

    /// <summary>Writes an event as UTF-8 JSON without line breaks.</summary>
    /// <param name="runEvent">The event.</param>
    public static byte[] Serialize(RunEvent runEvent)
    {
        ArgumentNullException.ThrowIfNull(runEvent);
        return runEvent is UnknownRunEvent unknown
            ? Encoding.UTF8.GetBytes(unknown.Json)
            : JsonSerializer.SerializeToUtf8Bytes(runEvent, _type);
    }

    /// <summary>Reads an event.</summary>
    /// <param name="json">The event as UTF-8 JSON.</param>
    /// <returns>The event, with sequence 0.</returns>
    /// <exception cref="JsonException">The text is not an event; the message says why.</exception>
    public static RunEvent Deserialize(ReadOnlySpan<byte> json)
    {
        string typeName = ReadTypeName(json);
        if (RunEventTypes.FindType(typeName) is not { } type)
        {
            return ReadUnknown(typeName, json);
        }

        try
        {
            return (RunEvent)JsonSerializer.Deserialize(json, _strict.GetTypeInfo(type))!;
        }
        catch (JsonException)
        {
            // A value within whose kind does not come first, as others may write it; or no event, which this tells.
            return (RunEvent)JsonSerializer.Deserialize(json, _tolerant.GetTypeInfo(type))!;
        }
    }

    private static JsonSerializerOptions MakeOptions(bool outOfOrder) => new(EventJsonContext.Default.Options)
    {
        AllowOutOfOrderMetadataProperties = outOfOrder,
        TypeInfoResolver = EventJsonContext.Default.WithAddedModifier(LeaveOutEmpty),
    };

    /// <summary>Most events have no partitions, metadata or inputs: empty collections are not written.</summary>
    private static void LeaveOutEmpty(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(RunEvent)) && type.Type != typeof(StepError))
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            {
                property.ShouldSerialize = static (_, value) => value is IEnumerable many && many.GetEnumerator().MoveNext();
            }
        }
    }

    private static string ReadTypeName(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An event is a JSON object with the member \"type\".");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString()!;
            }

            reader.Skip();
        }

        throw new JsonException("The event has no member \"type\" that is a string.");
    }

    private static UnknownRunEvent ReadUnknown(string typeName, ReadOnlySpan<byte> json)
    {
        // The members that every event has are read like those of an event without members of its own.
        using JsonDocument document = JsonDocument.Parse(json.ToArray());
        JsonElement root = document.RootElement;
        UnknownRunEvent unknown = new(typeName, root.GetRawText())
        {
            Timestamp = root.TryGetProperty("timestamp", out JsonElement at) && at.TryGetDateTimeOffset(out DateTimeOffset time)
                ? time
                : default,
        };
        return unknown with
        {
            RunId = FindText(root, "runId") is { } run && RunId.TryParse(run, out RunId runId) ? runId : default,
            StepKey = FindText(root, "stepKey") is { Length: > 0 } step ? new StepKey(step) : null,
            AssetKey = Assets.AssetKey.TryParse(FindText(root, "assetKey"), out Assets.AssetKey asset) ? asset : null,
        };
    }

    private static string? FindText(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
