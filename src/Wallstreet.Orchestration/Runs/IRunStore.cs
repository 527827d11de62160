namespace Wallstreet.Orchestration.Runs;

/// <summary>
/// The runs of a lake: what was asked for, in which state it is and who executes it. What happened inside a run is in
/// the event log; an event is appended first and the state is changed after it, so the log is right where they differ.
/// </summary>
/// <remarks>
/// Every call is atomic and durable when it returns. State changes are compare-and-set, so of two that race one wins,
/// in any number of processes; a run that is in a final state stays there. A cancelled call may have happened.
/// </remarks>
public interface IRunStore
{
    /// <summary>Adds a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RunAlreadyExistsException">A run with this id exists.</exception>
    ValueTask CreateAsync(Run run, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the state if it is still the expected one. Sets <see cref="Run.StartedAt" /> on the way to running and
    /// <see cref="Run.EndedAt" /> on the way to a final state.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="expected">The state it must be in; not a final one.</param>
    /// <param name="target">The state it shall have; a later one.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True when this call changed it; false when it was in another state.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="ArgumentException">The states are not in the order of a run's life.</exception>
    ValueTask<bool> UpdateStatusAsync(
        RunId runId, RunStatus expected, RunStatus target, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a process the owner of a run that has not ended and has no owner, or whose owner is
    /// <paramref name="expected" />. Sets the heartbeat.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="owner">The new owner.</param>
    /// <param name="expected">The owner it is taken from, or null when it must have none.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True when the process now owns it; false when another does or it has ended.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    ValueTask<bool> ClaimAsync(
        RunId runId, RunOwner owner, RunOwner? expected, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Tells that the owner of these runs is alive.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many runs that have not ended it owns.</returns>
    ValueTask<int> HeartbeatAsync(RunOwner owner, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Sets how many steps are in which state.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="steps">The counts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    ValueTask UpdateStepsAsync(RunId runId, StepCounts steps, CancellationToken cancellationToken);

    /// <summary>A run, or null.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<Run?> FindAsync(RunId runId, CancellationToken cancellationToken);

    /// <summary>Runs, newest first, in portions.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cursor">The <see cref="RunPage.NextCursor" /> of the portion before, or null for the first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The cursor is none that a list gave.</exception>
    ValueTask<RunPage> ListAsync(RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken);
}
