namespace Wallstreet.Orchestration.Events;

/// <summary>A step ended well.</summary>
public sealed record StepSucceeded : RunEvent
{
    /// <summary>The attempt that succeeded, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How long that attempt took.</summary>
    public TimeSpan Duration { get; init; }
}
