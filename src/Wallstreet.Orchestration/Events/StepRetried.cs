namespace Wallstreet.Orchestration.Events;

/// <summary>An attempt at a step failed and another follows.</summary>
public sealed record StepRetried : RunEvent
{
    /// <summary>The attempt that failed, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How long the next attempt waits.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Why the attempt failed.</summary>
    public required StepError Error { get; init; }
}
