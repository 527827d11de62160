using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Staleness;

/// <summary>Whether a partition is missing, fresh or stale.</summary>
/// <param name="Key">The partition.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reasons">Why it is stale, a sentence each; partitions made together may share the list.</param>
public readonly record struct PartitionStaleness(PartitionKey Key, StalenessStatus Status, IReadOnlyList<string> Reasons);
