namespace Wallstreet.Orchestration.Partitions;

/// <summary>Local dates as instants.</summary>
internal static class LocalClock
{
    /// <summary>
    /// The first instant of a day. Where the clock jumps over midnight it is the instant of the jump; where midnight occurs
    /// twice it is the earlier one.
    /// </summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(local))
        {
            DateTime after = local;
            while (zone.IsInvalidTime(after))
            {
                after = after.AddMinutes(15);
            }

            return new DateTimeOffset(after, zone.GetUtcOffset(after)).ToUniversalTime();
        }

        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
