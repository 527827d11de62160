namespace Wallstreet.Orchestration.Automation;

/// <summary>A portion of a list of ticks.</summary>
/// <param name="Ticks">The ticks, newest first.</param>
/// <param name="NextCursor">Gives the next portion, or null when this is the last.</param>
public sealed record TickPage(IReadOnlyList<Tick> Ticks, long? NextCursor);
