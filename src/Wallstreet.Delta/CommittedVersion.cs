namespace Wallstreet.Delta;

/// <summary>A change that is part of the table now.</summary>
/// <param name="Version">The version it made.</param>
/// <param name="Timestamp">When, as time travel sees it.</param>
/// <param name="Attempts">How many versions were tried: 1 when no other writer was in the way.</param>
public sealed record CommittedVersion(long Version, DateTimeOffset Timestamp, int Attempts);
