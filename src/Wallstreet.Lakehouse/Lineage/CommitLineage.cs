using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Lakehouse.Lineage;

/// <summary>
/// What a commit written by a run says of its origin, kept as JSON in the commit's <c>userMetadata</c>: the way back from
/// any number to the code and the inputs that made it.
/// </summary>
public sealed record CommitLineage
{
    /// <summary>The run that wrote the commit; null for writes outside a run, such as an import.</summary>
    public string? RunId { get; init; }

    /// <summary>The asset's key, for example <c>silver/daily_bars</c>.</summary>
    public string? Asset { get; init; }

    /// <summary>The partition or range of partitions that the commit replaced (<c>A..B</c>); null for all.</summary>
    public string? Partition { get; init; }

    /// <summary>The version of the asset's code.</summary>
    public string? CodeVersion { get; init; }

    /// <summary>The tables that were read, dotted, with the version of each.</summary>
    public IReadOnlyDictionary<string, long>? Inputs { get; init; }

    /// <summary>Files that were read, with the SHA-256 of each in lower-case hexadecimal.</summary>
    public IReadOnlyDictionary<string, string>? Sources { get; init; }

    /// <summary>The lineage as JSON without line breaks.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CommitLineageJsonContext.Default.CommitLineage);

    /// <summary>Reads the lineage of a commit; null when its user metadata is not ours.</summary>
    public static CommitLineage? FindIn(string? userMetadata)
    {
        if (string.IsNullOrWhiteSpace(userMetadata) || userMetadata[0] != '{')
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(userMetadata, CommitLineageJsonContext.Default.CommitLineage);
        }
        catch (JsonException)
        {
            // Somebody else's words: userMetadata is free text by the protocol.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommitLineage))]
internal sealed partial class CommitLineageJsonContext : JsonSerializerContext;
