using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Tests.Partitions;

/// <summary>An exchange that trades from 14:30 to 21:00 UTC on every weekday.</summary>
internal sealed class Weekdays : ISessionCalendar
{
    public string Name => "WEEKDAYS";

    public int LastYear { get; init; } = 3000;

    public IEnumerable<SessionWindow> Sessions(DateOnly first, DateOnly last)
    {
        for (DateOnly day = first; day <= last && day.Year <= LastYear; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                DateTimeOffset midnight = new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
                yield return new SessionWindow(day, midnight.AddHours(14.5), midnight.AddHours(21));
            }
        }
    }
}
