using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Events;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    AllowOutOfOrderMetadataProperties = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(RunIdJsonConverter), typeof(StepKeyJsonConverter), typeof(AssetKeyJsonConverter), typeof(PartitionKeyJsonConverter)
    ])]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
