namespace Wallstreet.Orchestration.Events;

/// <summary>A step of the plan was not executed.</summary>
public sealed record StepSkipped : RunEvent
{
    /// <summary>Why, for example <c>Its upstream silver/bars failed.</c></summary>
    public required string Reason { get; init; }
}
