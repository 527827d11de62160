namespace Wallstreet.Query;

/// <summary>A table that a statement read, and which version of it.</summary>
/// <param name="Name">The dotted name, or the location.</param>
/// <param name="Version">The version.</param>
/// <param name="Timestamp">When the version was committed.</param>
/// <param name="FilesScanned">How many files the statement had to look into.</param>
/// <param name="FilesPruned">How many files the log alone ruled out.</param>
public sealed record TableVersionRead(
    string Name, long Version, DateTimeOffset Timestamp, int FilesScanned, int FilesPruned);
