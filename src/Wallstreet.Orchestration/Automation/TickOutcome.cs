using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Automation;

/// <summary>What became of a tick.</summary>
/// <param name="Status">Not <see cref="TickStatus.Started" />.</param>
/// <param name="RunId">The run it asked for, or null.</param>
/// <param name="Message">Why it was skipped or failed, or null.</param>
public sealed record TickOutcome(TickStatus Status, RunId? RunId = null, string? Message = null)
{
    /// <summary>It asked for a run.</summary>
    /// <param name="runId">The run.</param>
    public static TickOutcome Launched(RunId runId) => new(TickStatus.Launched, runId);

    /// <summary>There was nothing to do.</summary>
    /// <param name="message">Why.</param>
    public static TickOutcome Skipped(string message) => new(TickStatus.Skipped, Message: message);

    /// <summary>It went wrong.</summary>
    /// <param name="message">What, and how to mend it.</param>
    public static TickOutcome Failed(string message) => new(TickStatus.Failed, Message: message);
}
