namespace Wallstreet.Delta.Features;

/// <summary>How a feature is taken from a table whose past makes use of it.</summary>
public sealed record DropFeatureRequest
{
    /// <summary>
    /// Whether the past is cut off: versions older than the table's property
    /// <c>delta.dropFeatureTruncateHistory.retentionDuration</c> (24 hours by default) go for good, and the feature is
    /// dropped once nothing that is left used it. Otherwise the past stays, behind checkpoints that nobody may delete
    /// before it, and the table gets the feature <c>checkpointProtection</c>, which only writers must know.
    /// </summary>
    public bool TruncateHistory { get; init; }

    /// <summary>User metadata and engine of the commit that drops it; operation and parameters are filled in.</summary>
    public CommitOptions? Commit { get; init; }
}
