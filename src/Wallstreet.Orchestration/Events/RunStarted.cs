namespace Wallstreet.Orchestration.Events;

/// <summary>A run began to execute.</summary>
public sealed record RunStarted : RunEvent
{
    /// <summary>How many steps the plan has.</summary>
    public int StepCount { get; init; }
}
