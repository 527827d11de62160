namespace Wallstreet.Delta.Maintenance;

/// <summary>What RESTORE has done.</summary>
/// <param name="Version">The version with the restored rows; the newest version as it was if it held them already.</param>
/// <param name="RestoredVersion">The version that was restored.</param>
/// <param name="FilesRestored">How many files came back.</param>
/// <param name="BytesRestored">Their bytes.</param>
/// <param name="FilesRemoved">How many files left.</param>
/// <param name="BytesRemoved">Their bytes.</param>
public sealed record RestoreResult(
    long Version, long RestoredVersion, int FilesRestored, long BytesRestored, int FilesRemoved, long BytesRemoved);
