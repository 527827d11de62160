using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>An asset is made from one that does not exist.</summary>
public sealed class MissingUpstreamException : AssetGraphException
{
    /// <summary>Makes the error.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="upstream">What it names as its upstream.</param>
    /// <param name="place">Where the asset is written down, with a leading blank; empty when that is not known.</param>
    /// <param name="nearest">The names that are most like it.</param>
    public MissingUpstreamException(AssetKey asset, AssetKey upstream, string place, IReadOnlyList<string> nearest)
        : base($"The asset \"{asset}\"{place} is made from \"{upstream}\", which does not exist. "
            + NearestNames.Describe(nearest, "Define it, or correct the name."))
    {
        Asset = asset;
        Upstream = upstream;
    }

    /// <summary>The asset.</summary>
    public AssetKey Asset { get; }

    /// <summary>What it names as its upstream.</summary>
    public AssetKey Upstream { get; }
}
