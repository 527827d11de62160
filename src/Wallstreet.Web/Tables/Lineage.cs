using System.Text.Json;

namespace Wallstreet.Web.Tables;

/// <summary>Where a commit came from, as runs write it into the commit.</summary>
internal sealed record Lineage(string? RunId, string? Asset, string? Partition, string? CodeVersion, IReadOnlyDictionary<string, long>? Inputs)
{
    private static readonly Lineage _none = new(null, null, null, null, null);

    /// <summary>Reads it out of a commit's user metadata; other writers' words are no lineage.</summary>
    public static Lineage Read(string? userMetadata)
    {
        if (userMetadata is not ['{', ..])
        {
            return _none;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(userMetadata);
            JsonElement root = document.RootElement;
            return new Lineage(Text(root, "runId"), Text(root, "asset"), Text(root, "partition"), Text(root, "codeVersion"), ReadInputs(root));
        }
        catch (JsonException)
        {
            return _none;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, long>? ReadInputs(JsonElement root) =>
        root.TryGetProperty("inputs", out JsonElement inputs) && inputs.ValueKind == JsonValueKind.Object
            ? inputs.EnumerateObject()
                .Where(input => input.Value.ValueKind == JsonValueKind.Number && input.Value.TryGetInt64(out _))
                .ToDictionary(input => input.Name, input => input.Value.GetInt64(), StringComparer.Ordinal)
            : null;
}
