using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Execution;

/// <summary>What is told to the loop of a run.</summary>
internal abstract record StepMessage
{
    /// <summary>An event for the log; who waits is told when it is there.</summary>
    internal sealed record Happened(RunEvent Event, TaskCompletionSource? Waiter) : StepMessage;

    /// <summary>An attempt has ended.</summary>
    internal sealed record Ended(PlannedStep Step, int Attempt, StepOutcome Outcome, TimeSpan Duration) : StepMessage;

    /// <summary>The wait before the next attempt is over.</summary>
    internal sealed record Due(PlannedStep Step, int Attempt) : StepMessage;

    /// <summary>A pool has a free place, the run was canceled, or the grace of a canceled run is over.</summary>
    internal sealed record Woken : StepMessage;
}
