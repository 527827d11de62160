using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Events;

/// <summary>Something was learned about an asset without computing it.</summary>
public sealed record AssetObserved : RunEvent
{
    /// <summary>What was learned, by name.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata { get; init => field = value ?? Facts.None; } = Facts.None;

    /// <summary>Names the content that was seen, or null.</summary>
    public string? DataVersion { get; init; }
}
