using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Automation;

/// <summary>One time at which a schedule was due.</summary>
/// <param name="Id">The identity; newer ticks have greater ids.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="ScheduledFor">The time it was due, UTC. A schedule has one tick for each such time.</param>
/// <param name="Status">What became of it.</param>
/// <param name="StartedAt">When it was acted on, UTC.</param>
public sealed record Tick(long Id, string Schedule, DateTimeOffset ScheduledFor, TickStatus Status, DateTimeOffset StartedAt)
{
    /// <summary>When it ended, UTC, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run it asked for, or null.</summary>
    public RunId? RunId { get; init; }

    /// <summary>Why it was skipped or failed, or null.</summary>
    public string? Message { get; init; }
}
