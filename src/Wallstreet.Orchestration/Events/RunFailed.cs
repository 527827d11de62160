namespace Wallstreet.Orchestration.Events;

/// <summary>A run ended and at least one step failed, or it could not be executed at all.</summary>
public sealed record RunFailed : RunEvent
{
    /// <summary>What failed, in one sentence.</summary>
    public required string Message { get; init; }
}
