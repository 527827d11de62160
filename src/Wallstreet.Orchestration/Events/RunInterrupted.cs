namespace Wallstreet.Orchestration.Events;

/// <summary>A run was found without a living owner: the process that executed it is gone.</summary>
public sealed record RunInterrupted : RunEvent
{
    /// <summary>What was found, for example <c>The process 4711 on host a1 is gone.</c></summary>
    public required string Reason { get; init; }
}
