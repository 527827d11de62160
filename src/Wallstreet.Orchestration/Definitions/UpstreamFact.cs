using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>What a step knows of an asset it is made from.</summary>
/// <param name="Key">The upstream asset.</param>
public sealed record UpstreamFact(AssetKey Key)
{
    /// <summary>The upstream partitions that the step's partitions are made from; null when upstream has no partitions.</summary>
    public PartitionRange? Partitions { get; init; }

    /// <summary>How many they are.</summary>
    public int PartitionCount { get; init; }

    /// <summary>Their data version, one hash over all of them; null when nothing of it has been materialized.</summary>
    public string? DataVersion { get; init; }

    /// <summary>When the newest of them was materialized; null when nothing of it has been.</summary>
    public DateTimeOffset? MaterializedAt { get; init; }
}
