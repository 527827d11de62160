namespace Wallstreet.Orchestration.Events;

/// <summary>The newest outcome of a partition.</summary>
public enum PartitionStatus
{
    /// <summary>It was computed and stored.</summary>
    Materialized = 1,

    /// <summary>The last step that should have computed it failed.</summary>
    Failed = 2,
}
