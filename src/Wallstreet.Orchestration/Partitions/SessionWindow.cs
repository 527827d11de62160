namespace Wallstreet.Orchestration.Partitions;

/// <summary>A session of an exchange.</summary>
/// <param name="Date">The day it is named by.</param>
/// <param name="Open">When it opens.</param>
/// <param name="Close">When it closes.</param>
public readonly record struct SessionWindow(DateOnly Date, DateTimeOffset Open, DateTimeOffset Close);
