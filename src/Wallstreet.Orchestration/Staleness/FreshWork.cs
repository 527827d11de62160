using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Staleness;

/// <summary>Collects what is fresh and not downstream of what is not. Assets come after those they are made from.</summary>
internal sealed class FreshWork
{
    private static readonly PartitionMapping _identity = new PartitionMapping.Identity();

    private readonly Dictionary<AssetKey, (AssetDefinition Asset, int[] WorkBefore)> _assets = [];

    /// <summary>What is fresh so far.</summary>
    public CompletedWork Work { get; } = new();

    /// <summary>Adds an asset.</summary>
    public void Add(AssetDefinition asset, AssetStaleness staleness)
    {
        if (asset.Partitions is null)
        {
            bool fresh = staleness.Status == StalenessStatus.Fresh && !HasWorkUpstream(asset, OrdinalRange.None);
            if (fresh)
            {
                Work.Add(asset.Key, []);
            }

            _assets.Add(asset.Key, (asset, [0, fresh ? 0 : 1]));
            return;
        }

        // Place i holds how many of the first i partitions must be made.
        int[] workBefore = new int[staleness.Partitions.Count + 1];
        List<PartitionKey> done = [];
        for (int ordinal = 0; ordinal < staleness.Partitions.Count; ordinal++)
        {
            PartitionStaleness partition = staleness.Partitions[ordinal];
            bool fresh = partition.Status == StalenessStatus.Fresh && !HasWorkUpstream(asset, new OrdinalRange(ordinal, 1));
            workBefore[ordinal + 1] = workBefore[ordinal] + (fresh ? 0 : 1);
            if (fresh)
            {
                done.Add(partition.Key);
            }
        }

        if (done.Count > 0)
        {
            Work.Add(asset.Key, done);
        }

        _assets.Add(asset.Key, (asset, workBefore));
    }

    private bool HasWorkUpstream(AssetDefinition asset, OrdinalRange ordinals)
    {
        foreach (AssetDependency dependency in asset.Upstreams)
        {
            if (!_assets.TryGetValue(dependency.Key, out (AssetDefinition Asset, int[] WorkBefore) upstream))
            {
                continue;
            }

            OrdinalRange all = new(0, upstream.WorkBefore.Length - 1);
            OrdinalRange needed = asset.Partitions is { } downstream && upstream.Asset.Partitions is { } partitions
                ? (dependency.Mapping ?? _identity).MapUpstream(downstream, ordinals, partitions, all.Count).Intersect(all)
                : all;
            if (upstream.WorkBefore[needed.End] > upstream.WorkBefore[needed.Start])
            {
                return true;
            }
        }

        return false;
    }
}
