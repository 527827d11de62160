using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Wallstreet.Insight.Formatting;
using Wallstreet.Web.Assets;

namespace Wallstreet.Web.Tables;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public record TableSummaryAnswer
{
    public required string Name { get; init; }

    public string? Asset { get; init; }

    public required string Location { get; init; }

    public long Version { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public long Files { get; init; }

    public long SizeBytes { get; init; }

    public long? Rows { get; init; }

    public required IReadOnlyList<string> PartitionColumns { get; init; }

    public string? Description { get; init; }

    /// <summary>Why the table cannot be read; then the numbers above are not known.</summary>
    public string? Error { get; init; }
}

public sealed record TableDetailAnswer : TableSummaryAnswer
{
    /// <summary>The columns of its liquid clustering; none if it has none.</summary>
    public required IReadOnlyList<string> ClusteringColumns { get; init; }

    public required IReadOnlyList<SchemaFieldAnswer> Schema { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    public required ProtocolAnswer Protocol { get; init; }
}

public sealed record ProtocolAnswer(
    int MinReaderVersion, int MinWriterVersion, IReadOnlyList<string>? ReaderFeatures, IReadOnlyList<string>? WriterFeatures);

public sealed record TableCommitAnswer
{
    public long Version { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public required string Operation { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required IReadOnlyDictionary<string, string> Metrics { get; init; }

    public string? RunId { get; init; }

    public string? Asset { get; init; }

    public string? Partition { get; init; }

    public string? CodeVersion { get; init; }

    public IReadOnlyDictionary<string, long>? Inputs { get; init; }

    public string? UserMetadata { get; init; }

    public string? EngineInfo { get; init; }

    public long? ReadVersion { get; init; }
}

public sealed record TableFileAnswer
{
    public required string Path { get; init; }

    public long SizeBytes { get; init; }

    public long? Rows { get; init; }

    public required IReadOnlyDictionary<string, string?> Partition { get; init; }

    public DateTimeOffset ModifiedAt { get; init; }

    public JsonNode? Stats { get; init; }
}

public sealed record ResultColumnAnswer(string Name, string Type);

public sealed record PreviewAnswer
{
    public required IReadOnlyList<ResultColumnAnswer> Columns { get; init; }

    [JsonConverter(typeof(RowsJsonConverter))]
    public required IReadOnlyList<object?[]> Rows { get; init; }

    public long Version { get; init; }
}
