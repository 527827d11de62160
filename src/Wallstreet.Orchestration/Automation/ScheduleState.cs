namespace Wallstreet.Orchestration.Automation;

/// <summary>What is remembered of a schedule.</summary>
/// <param name="Name">The schedule.</param>
/// <param name="Status">Whether it ticks.</param>
/// <param name="ChangedAt">When that was decided, UTC.</param>
public sealed record ScheduleState(string Name, ScheduleStatus Status, DateTimeOffset ChangedAt);
