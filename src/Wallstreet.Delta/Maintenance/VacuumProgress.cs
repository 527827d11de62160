namespace Wallstreet.Delta.Maintenance;

/// <summary>How far VACUUM is.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="FilesDone">How many files were looked at, or deleted.</param>
/// <param name="FilesTotal">How many there are; 0 while nobody knows.</param>
public readonly record struct VacuumProgress(VacuumPhase Phase, long FilesDone, long FilesTotal);
