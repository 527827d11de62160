using System.Text.Json;

namespace Wallstreet.Orchestration.Metadata;

/// <summary>Metadata as JSON: an object of names and typed values.</summary>
public static class MetadataJson
{
    private static readonly Dictionary<string, MetadataValue> _nothing = [];

    /// <summary>Writes metadata.</summary>
    public static string Serialize(IReadOnlyDictionary<string, MetadataValue> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.Count == 0
            ? "{}"
            : JsonSerializer.Serialize(metadata, MetadataJsonContext.Default.IReadOnlyDictionaryStringMetadataValue);
    }

    /// <summary>Reads metadata; no text is no metadata.</summary>
    /// <exception cref="JsonException">The text is not metadata.</exception>
    public static IReadOnlyDictionary<string, MetadataValue> Deserialize(string? json) =>
        string.IsNullOrEmpty(json) || json == "{}"
            ? _nothing
            : JsonSerializer.Deserialize(json, MetadataJsonContext.Default.DictionaryStringMetadataValue) ?? _nothing;
}
