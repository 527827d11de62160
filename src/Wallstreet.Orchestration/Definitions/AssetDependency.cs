using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>That an asset is made from another.</summary>
/// <param name="Key">The upstream asset.</param>
/// <param name="Mapping">
/// Which of its partitions; null takes the same ones, or all where one side has no partitions.
/// </param>
public sealed record AssetDependency(AssetKey Key, PartitionMapping? Mapping = null);
