using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Metadata;

/// <summary>Source-generated JSON for metadata; other contexts may combine with it.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(MetadataValue))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, MetadataValue>))]
[JsonSerializable(typeof(Dictionary<string, MetadataValue>))]
public sealed partial class MetadataJsonContext : JsonSerializerContext;
