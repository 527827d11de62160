using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Planning;

/// <summary>Which assets and partitions some runs have made successfully.</summary>
public sealed class CompletedWork
{
    private readonly Dictionary<AssetKey, HashSet<PartitionKey>> _done = [];

    /// <summary>Nothing.</summary>
    internal static CompletedWork Nothing { get; } = new();

    /// <summary>Learns from an event; only successful steps count.</summary>
    public void Add(RunEvent runEvent)
    {
        if (runEvent is StepSucceeded { AssetKey: { } asset } step)
        {
            Add(asset, step.Partitions);
        }
    }

    /// <summary>Learns that an asset, or some partitions of it, was made.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="partitions">The partitions; empty when it has none.</param>
    public void Add(AssetKey asset, IEnumerable<PartitionKey> partitions)
    {
        if (!_done.TryGetValue(asset, out HashSet<PartitionKey>? done))
        {
            _done.Add(asset, done = []);
        }

        done.UnionWith(partitions);
    }

    /// <summary>True when an asset without partitions was made.</summary>
    public bool Contains(AssetKey asset) => _done.TryGetValue(asset, out HashSet<PartitionKey>? partitions) && partitions.Count == 0;

    /// <summary>The partitions of an asset that were made.</summary>
    public IReadOnlySet<PartitionKey> GetPartitions(AssetKey asset) =>
        _done.TryGetValue(asset, out HashSet<PartitionKey>? partitions) ? partitions : EmptySet;

    private static HashSet<PartitionKey> EmptySet { get; } = [];
}
