using System.Text.Json;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Reads commitInfo, in which writers put what they like: a field of another type than expected counts as
/// not there.</summary>
internal static class CommitInfoFields
{
    public static CommitInfo Read(JsonElement element) => new()
    {
        TimestampMilliseconds = Number(element, "timestamp"),
        InCommitTimestampMilliseconds = Number(element, "inCommitTimestamp"),
        Operation = Text(element, "operation"),
        OperationParameters = Map(element, "operationParameters"),
        OperationMetrics = Map(element, "operationMetrics"),
        ReadVersion = Number(element, "readVersion"),
        IsolationLevel = Text(element, "isolationLevel"),
        IsBlindAppend = Flag(element, "isBlindAppend"),
        EngineInfo = Text(element, "engineInfo"),
        UserMetadata = Text(element, "userMetadata"),
        Tags = Map(element, "tags"),
        TransactionId = Text(element, "txnId"),
    };

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number) ? number : null;

    private static bool? Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Dictionary<string, string> Map(JsonElement element, string name)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        if (element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                map[property.Name] = property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!
                    : property.Value.GetRawText();
            }
        }

        return map;
    }
}
