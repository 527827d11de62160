using Wallstreet.Web.Json;

namespace Wallstreet.Web.Assets;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public sealed record PartitionsSummary(string Kind, int Count);

public sealed record LastMaterialized(DateTimeOffset Timestamp, string? RunId, long? Version, long? Rows);

public sealed record ChecksSummary(int Passed, int Failed, int Warned);

public record AssetSummary
{
    public required string Key { get; init; }

    public required string Group { get; init; }

    public required IReadOnlyList<string> Kinds { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public required IReadOnlyList<string> Owners { get; init; }

    public string? Description { get; init; }

    public PartitionsSummary? Partitions { get; init; }

    public required IReadOnlyList<string> Upstreams { get; init; }

    /// <summary>fresh, stale, missing, running or failed.</summary>
    public required string Status { get; init; }

    public LastMaterialized? LastMaterialized { get; init; }

    public required ChecksSummary Checks { get; init; }

    public bool Synthetic { get; init; }
}

public sealed record AssetDetail : AssetSummary
{
    public AssetSource? Source { get; init; }

    public required IReadOnlyList<string> Downstreams { get; init; }

    public required IReadOnlyList<string> StaleReasons { get; init; }

    public string? TableName { get; init; }

    public IReadOnlyList<SchemaFieldAnswer>? Schema { get; init; }

    public string? CodeVersion { get; init; }

    public required IReadOnlyDictionary<string, MetadataEntry> Metadata { get; init; }
}

public sealed record AssetSource(string File, int Line, string Language, string Text);

public sealed record SchemaFieldAnswer(string Name, string Type, bool Nullable, string? Comment);

public sealed record GraphAnswer(IReadOnlyList<GraphNodeAnswer> Nodes, IReadOnlyList<GraphEdgeAnswer> Edges, double Width, double Height);

public sealed record GraphNodeAnswer
{
    public required string Key { get; init; }

    public double X { get; init; }

    public double Y { get; init; }

    public double Width { get; init; }

    public double Height { get; init; }

    public int Layer { get; init; }

    public required string Group { get; init; }

    public required string Status { get; init; }

    public required IReadOnlyList<string> Kinds { get; init; }

    public bool Synthetic { get; init; }

    public PartitionsSummary? Partitions { get; init; }

    public LastMaterialized? LastMaterialized { get; init; }

    public required ChecksSummary Checks { get; init; }
}

public sealed record GraphEdgeAnswer(string From, string To, IReadOnlyList<double[]> Points);

public sealed record MaterializationAnswer
{
    public long Sequence { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public string? RunId { get; init; }

    public string? Partition { get; init; }

    public long? Version { get; init; }

    public string? DataVersion { get; init; }

    public string? CodeVersion { get; init; }

    public required IReadOnlyDictionary<string, MetadataEntry> Metadata { get; init; }

    /// <summary>The table versions that were read, where the data versions are such.</summary>
    public required IReadOnlyDictionary<string, long> Inputs { get; init; }
}

public sealed record PartitionsAnswer
{
    public required string Kind { get; init; }

    public int Total { get; init; }

    public int Materialized { get; init; }

    public int Failed { get; init; }

    public required IReadOnlyList<PartitionAnswer> Keys { get; init; }

    public required IReadOnlyList<PartitionRangeAnswer> Ranges { get; init; }

    /// <summary>Give this as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}

public sealed record PartitionAnswer(string Key, string Status, DateTimeOffset? Timestamp, string? RunId);

public sealed record PartitionRangeAnswer(string From, string To, string Status, int Count);

public sealed record CheckAnswer
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public bool Blocking { get; init; }

    /// <summary>warn or error.</summary>
    public required string Severity { get; init; }

    public CheckResultAnswer? Last { get; init; }

    public required IReadOnlyList<CheckResultAnswer> History { get; init; }
}

public sealed record CheckResultAnswer(
    bool Passed, DateTimeOffset Timestamp, string? RunId, string? Message, string? Partition, IReadOnlyDictionary<string, MetadataEntry> Metadata);

public sealed record MetadataPointAnswer(DateTimeOffset Timestamp, long? Version, double Value, string? Partition);
