using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>The partitions of an asset cannot be mapped to those of its upstream.</summary>
/// <param name="asset">The asset.</param>
/// <param name="upstream">Its upstream.</param>
/// <param name="mismatch">Why not, as half a sentence.</param>
public sealed class PartitionMappingMismatchException(AssetKey asset, AssetKey upstream, string mismatch)
    : AssetGraphException(
        $"The partitions of \"{asset}\" do not fit those of its upstream \"{upstream}\": {mismatch}. "
        + "Give the dependency a mapping that fits, for example all partitions.")
{
    /// <summary>The asset.</summary>
    public AssetKey Asset { get; } = asset;

    /// <summary>Its upstream.</summary>
    public AssetKey Upstream { get; } = upstream;
}
