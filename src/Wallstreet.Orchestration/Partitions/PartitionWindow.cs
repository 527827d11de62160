namespace Wallstreet.Orchestration.Partitions;

/// <summary>A partition with its stretch of time.</summary>
/// <param name="Key">The partition.</param>
/// <param name="Window">Its time.</param>
public readonly record struct PartitionWindow(PartitionKey Key, TimeWindow Window);
