using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Events;

/// <summary>What the log tells of an asset as a whole.</summary>
/// <param name="Asset">The asset.</param>
public sealed record AssetState(AssetKey Asset)
{
    /// <summary>The newest materialization of any partition, or null.</summary>
    public AssetMaterialized? Materialization { get; init; }

    /// <summary>The newest failure of a step of it, or null.</summary>
    public StepFailed? Failure { get; init; }

    /// <summary>The newest observation, or null.</summary>
    public AssetObserved? Observation { get; init; }

    /// <summary>Whether the newest outcome is a failure.</summary>
    public bool IsFailed => Failure is not null && Failure.Sequence > (Materialization?.Sequence ?? 0);
}
