using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Workers;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerOutcome))]
internal sealed partial class WorkerJsonContext : JsonSerializerContext;
