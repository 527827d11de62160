using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Planning;

/// <summary>A step of a plan: an asset, or some neighbouring partitions of it, made by one call.</summary>
public sealed class PlannedStep
{
    internal PlannedStep(
        int index, AssetDefinition asset, OrdinalRange ordinals, int level, IReadOnlyList<StepRange> dependencies)
    {
        Index = index;
        Asset = asset;
        Ordinals = ordinals;
        Level = level;
        Dependencies = dependencies;
        Partitions = asset.Partitions?.GetKeys(ordinals) ?? [];
        Key = Partitions.Count == 0
            ? StepKey.For(asset.Key)
            : StepKey.For(asset.Key, new PartitionRange(Partitions[0], Partitions[^1]));
    }

    /// <summary>The place in the plan, from 0. A step comes after those it depends on.</summary>
    public int Index { get; }

    /// <summary>The name.</summary>
    public StepKey Key { get; }

    /// <summary>The asset.</summary>
    public AssetDefinition Asset { get; }

    /// <summary>The places of the partitions; empty when the asset has none.</summary>
    public OrdinalRange Ordinals { get; }

    /// <summary>The partitions, in order; empty when the asset has none.</summary>
    public IReadOnlyList<PartitionKey> Partitions { get; }

    /// <summary>How many assets of the plan lie before it on the longest way, from 0.</summary>
    public int Level { get; }

    /// <summary>The steps that must succeed before it, as ranges of places in the plan.</summary>
    public IReadOnlyList<StepRange> Dependencies { get; }

    /// <summary>From the start of the first partition to the end of the last; null when partitions have no time.</summary>
    public TimeWindow? Window => Asset.Partitions is { } partitions && !Ordinals.IsEmpty
        && partitions.FindWindowAt(Ordinals.Start) is { } first && partitions.FindWindowAt(Ordinals.End - 1) is { } last
        ? new TimeWindow(first.Start, last.End)
        : null;

    /// <inheritdoc />
    public override string ToString() => Key.Value;
}
