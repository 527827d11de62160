namespace Wallstreet.Orchestration.Automation;

/// <summary>Whether schedules run, and their ticks.</summary>
/// <remarks>
/// Every call is atomic and durable when it returns. For a schedule and a time there is one tick: of several processes
/// that try to begin it, one does. A cancelled call may have happened.
/// </remarks>
public interface IScheduleStore
{
    /// <summary>What is remembered of every schedule whose status was ever set.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyDictionary<string, ScheduleState>> GetStatesAsync(CancellationToken cancellationToken);

    /// <summary>What is remembered of a schedule, or null when its status was never set.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<ScheduleState?> FindStateAsync(string name, CancellationToken cancellationToken);

    /// <summary>Starts or stops a schedule.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="status">Whether it ticks.</param>
    /// <param name="at">When this was decided.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask SetStatusAsync(string name, ScheduleStatus status, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Begins a tick, unless it was begun before.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="scheduledFor">The time it was due.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The tick, or null when the schedule has a tick for this time already.</returns>
    ValueTask<Tick?> TryBeginTickAsync(
        string name, DateTimeOffset scheduledFor, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Ends a tick that was begun and has not ended.</summary>
    /// <param name="tickId">The tick.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True when this call ended it; false when it had ended before.</returns>
    /// <exception cref="KeyNotFoundException">There is no such tick.</exception>
    ValueTask<bool> EndTickAsync(long tickId, TickOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The newest tick of a schedule by the time it was due, or null.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<Tick?> FindLatestTickAsync(string name, CancellationToken cancellationToken);

    /// <summary>Ticks, newest first, in portions.</summary>
    /// <param name="name">The schedule, or null for all.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cursor">The <see cref="TickPage.NextCursor" /> of the portion before, or null for the first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<TickPage> ListTicksAsync(string? name, int limit, long? cursor, CancellationToken cancellationToken);

    /// <summary>Removes ended ticks that were due before a time, but never the newest of a schedule.</summary>
    /// <param name="before">Remove what was due before this.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> PruneTicksAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
