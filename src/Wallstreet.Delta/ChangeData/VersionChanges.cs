namespace Wallstreet.Delta.ChangeData;

/// <summary>What one version changed.</summary>
/// <param name="Version">The version.</param>
/// <param name="Timestamp">When it was committed.</param>
/// <param name="IsRecorded">Whether the writer recorded the changes, or they are inferred from added and removed files.
/// </param>
/// <param name="Files">The files with the changed rows; none if no row changed.</param>
public sealed record VersionChanges(
    long Version, DateTimeOffset Timestamp, bool IsRecorded, IReadOnlyList<ChangeFile> Files);
