namespace Wallstreet.Orchestration.Partitions;

/// <summary>A stretch of time: its start belongs to it, its end does not.</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The first instant after it.</param>
public readonly record struct TimeWindow(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>True when the two share an instant.</summary>
    public bool Overlaps(TimeWindow other) => Start < other.End && other.Start < End;
}
