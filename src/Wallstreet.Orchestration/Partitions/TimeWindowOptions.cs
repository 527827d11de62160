namespace Wallstreet.Orchestration.Partitions;

/// <summary>What time windows may be given beside their size and start.</summary>
public sealed record TimeWindowOptions
{
    /// <summary>The time zone by whose clock windows start and end; UTC by default.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The first day without partitions; null, the default, is never.</summary>
    public DateOnly? End { get; init; }

    /// <summary>How many partitions exist before their window has ended, 0 to 1000; 0 by default.</summary>
    public int EndOffset { get; init; }

    /// <summary>Options for a time zone named as in the IANA database, for example <c>America/New_York</c>.</summary>
    /// <exception cref="TimeZoneNotFoundException">The machine knows no such zone.</exception>
    public static TimeWindowOptions In(string timeZone) =>
        new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(timeZone) };
}
