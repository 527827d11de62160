namespace Wallstreet.Orchestration.Events;

/// <summary>A step ended and no further attempt follows.</summary>
public sealed record StepFailed : RunEvent
{
    /// <summary>The last attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Why it failed.</summary>
    public required StepError Error { get; init; }
}
