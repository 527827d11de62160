namespace Wallstreet.Orchestration.Events;

/// <summary>How many partitions of an asset have which newest outcome.</summary>
/// <param name="Materialized">Partitions whose newest outcome is a materialization.</param>
/// <param name="Failed">Partitions whose newest outcome is a failure.</param>
public readonly record struct PartitionCounts(int Materialized, int Failed);
