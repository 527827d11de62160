using Wallstreet.Orchestration.Automation;

namespace Wallstreet;

/// <summary>The schedules of a program.</summary>
public sealed class ScheduleSources
{
    private readonly List<ScheduleDefinition> _schedules = [];

    internal IReadOnlyList<ScheduleDefinition> Definitions => _schedules;

    /// <summary>Adds a schedule. It is stopped until somebody starts it.</summary>
    /// <param name="name">A name that stays the same.</param>
    /// <param name="cron">Five fields: minute, hour, day of month, month, day of week.</param>
    /// <param name="timeZone">An IANA time zone, for example <c>America/New_York</c>.</param>
    /// <param name="selection">The assets, as <c>materialize</c> takes them.</param>
    /// <param name="newestPartitions">How many of the newest partitions a tick makes; null makes all.</param>
    /// <exception cref="InvalidScheduleException">The name, the expression, the zone or the selection is wrong.</exception>
    public ScheduleSources Add(string name, string cron, string timeZone, string selection, int? newestPartitions = null) =>
        Add(new ScheduleDefinition(name, cron, selection, timeZone)
        {
            Partitions = newestPartitions is { } count ? new SchedulePartitions.Newest(count) : SchedulePartitions.All,
        });

    /// <summary>Adds a schedule.</summary>
    public ScheduleSources Add(ScheduleDefinition schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _schedules.Add(schedule);
        return this;
    }
}
