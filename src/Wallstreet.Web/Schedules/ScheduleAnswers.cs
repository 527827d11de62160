namespace Wallstreet.Web.Schedules;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public sealed record ScheduleAnswer
{
    public required string Name { get; init; }

    public required string Cron { get; init; }

    public required string TimeZone { get; init; }

    public required string Selection { get; init; }

    /// <summary>running or stopped.</summary>
    public required string Status { get; init; }

    public DateTimeOffset? NextTick { get; init; }

    public TickAnswer? LastTick { get; init; }

    public string? Description { get; init; }
}

/// <summary>One tick; its time is the one it was due.</summary>
public sealed record TickAnswer(DateTimeOffset Timestamp, string Status, string? RunId, string? Message);
