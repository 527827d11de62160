using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>A number that an asset told at some time.</summary>
/// <param name="Sequence">The event that told it.</param>
/// <param name="Timestamp">When it was told.</param>
/// <param name="RunId">The run that told it.</param>
/// <param name="Value">The number.</param>
public sealed record MetadataPoint(long Sequence, DateTimeOffset Timestamp, RunId RunId, double Value)
{
    /// <summary>The partition, when the event was about exactly one.</summary>
    public PartitionKey? Partition { get; init; }

    /// <summary>The data version that the event told, or null.</summary>
    public string? DataVersion { get; init; }
}
