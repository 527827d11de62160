namespace Wallstreet.Orchestration.Events;

/// <summary>A running step told how far it is.</summary>
public sealed record StepProgressed : RunEvent
{
    /// <summary>The share that is done, from 0 to 1, or null when it cannot be told.</summary>
    public double? Fraction { get; init; }

    /// <summary>What is being done.</summary>
    public string? Message { get; init; }
}
