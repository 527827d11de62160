namespace Wallstreet.Delta.Maintenance;

/// <summary>What VACUUM has deleted, or would delete.</summary>
/// <param name="Files">The files, by their keys below the table.</param>
/// <param name="SizeBytes">Their bytes, as far as they are known.</param>
/// <param name="Cutoff">Files that a version needed at this time or later were kept.</param>
/// <param name="FilesKept">How many files of the store were looked at and kept; 0 for a lite vacuum.</param>
/// <param name="Version">The version that records the end; null for a dry run.</param>
public sealed record VacuumResult(
    IReadOnlyList<string> Files, long SizeBytes, DateTimeOffset Cutoff, long FilesKept, long? Version);
