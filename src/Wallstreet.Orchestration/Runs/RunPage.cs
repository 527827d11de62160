namespace Wallstreet.Orchestration.Runs;

/// <summary>A portion of a list of runs.</summary>
/// <param name="Runs">The runs, newest first.</param>
/// <param name="NextCursor">Gives the next portion, or null when this is the last.</param>
public sealed record RunPage(IReadOnlyList<Run> Runs, string? NextCursor);
