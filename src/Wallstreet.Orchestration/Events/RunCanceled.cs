namespace Wallstreet.Orchestration.Events;

/// <summary>A run was stopped because somebody asked for it.</summary>
public sealed record RunCanceled : RunEvent
{
    /// <summary>Who or what asked, if known.</summary>
    public string? Reason { get; init; }
}
