using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Delta.Streams;

/// <summary>How far a stream has read: everything before this place. Keep it as JSON beside what was made of the rows, and
/// the stream goes on there after a restart, whatever the size of its batches.</summary>
/// <param name="TableId">The id of the table, so that an offset is never used on another.</param>
/// <param name="Version">The version that is read next.</param>
/// <param name="Index">The place among the version's files of the one that is read next, from 0.</param>
/// <param name="IsInitialSnapshot">Whether all files of the version are read, or what it changed.</param>
/// <param name="ReadsChangeFeed">Whether the stream gives changes; files are counted differently then.</param>
public sealed record StreamOffset(
    string TableId, long Version, long Index, bool IsInitialSnapshot, bool ReadsChangeFeed)
{
    /// <summary>Reads an offset.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <returns>The offset.</returns>
    /// <exception cref="FormatException">The text is no offset.</exception>
    public static StreamOffset Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            StreamOffset? offset = JsonSerializer.Deserialize(json, StreamOffsetJson.Default.StreamOffset);
            return offset is { TableId.Length: > 0, Version: >= 0, Index: >= 0 }
                ? offset
                : throw new FormatException($"'{json}' is no offset of a stream: it lacks the table, the version or the index.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"'{json}' is no offset of a stream: {exception.Message}", exception);
        }
    }

    /// <summary>The offset as one JSON object.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, StreamOffsetJson.Default.StreamOffset);

    /// <inheritdoc/>
    public override string ToString() => ToJson();
}

/// <summary>Writes offsets.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StreamOffset))]
internal sealed partial class StreamOffsetJson : JsonSerializerContext;
