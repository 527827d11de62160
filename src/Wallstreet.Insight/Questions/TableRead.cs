namespace Wallstreet.Insight.Questions;

/// <summary>A table version that an answer rests on.</summary>
/// <param name="Name">The dotted name.</param>
/// <param name="Version">The version.</param>
/// <param name="Timestamp">When that version was committed.</param>
public sealed record TableRead(string Name, long Version, DateTimeOffset Timestamp);
