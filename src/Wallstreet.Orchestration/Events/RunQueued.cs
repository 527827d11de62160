namespace Wallstreet.Orchestration.Events;

/// <summary>A run was asked for and waits to be launched.</summary>
public sealed record RunQueued : RunEvent
{
    /// <summary>The asset selection as it was written.</summary>
    public string? Selection { get; init; }

    /// <summary>What asked for the run, for example <c>manual</c> or <c>schedule:nightly</c>.</summary>
    public string? Trigger { get; init; }
}
