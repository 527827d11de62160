namespace Wallstreet.Orchestration.Events;

/// <summary>An attempt at a step began.</summary>
public sealed record StepStarted : RunEvent
{
    /// <summary>The attempt, from 1.</summary>
    public int Attempt { get; init; } = 1;
}
