namespace Wallstreet.Delta;

/// <summary>What a deletion did.</summary>
/// <param name="RowsDeleted">How many rows left the table, or <see langword="null"/> if a file that went as a whole does
/// not say how many it had.</param>
/// <param name="Version">The version that it made; null if no row matched, so that nothing was committed.</param>
public sealed record DeleteResult(long? RowsDeleted, CommittedVersion? Version);
