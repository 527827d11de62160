using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>The newest outcome of one partition of an asset.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Status">Materialized or failed, whichever is newer.</param>
/// <param name="Sequence">The event that tells so.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="RunId">The run.</param>
public sealed record PartitionState(
    PartitionKey Partition, PartitionStatus Status, long Sequence, DateTimeOffset Timestamp, RunId RunId)
{
    /// <summary>Whether the partition was ever materialized, even if it failed since.</summary>
    public bool HasData { get; init; }
}
