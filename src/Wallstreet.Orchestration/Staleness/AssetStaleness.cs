using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Staleness;

/// <summary>Whether an asset is missing, fresh or stale.</summary>
/// <param name="Key">The asset.</param>
/// <param name="Status">
/// Missing when nothing of it was made; stale when something that was made is stale. Partitions that were never made are
/// told by <see cref="Count"/> and do not make the others stale.
/// </param>
/// <param name="Reasons">Why it is stale, a sentence each.</param>
public sealed record AssetStaleness(AssetKey Key, StalenessStatus Status, IReadOnlyList<string> Reasons)
{
    /// <summary>Each partition that exists, in order; empty when the asset has none.</summary>
    public IReadOnlyList<PartitionStaleness> Partitions { get; init; } = [];

    /// <summary>How many partitions are in a status.</summary>
    public int Count(StalenessStatus status) => Partitions.Count(partition => partition.Status == status);
}
