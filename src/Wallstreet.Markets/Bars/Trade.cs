namespace Wallstreet.Markets.Bars;

/// <summary>One execution.</summary>
/// <param name="Timestamp">When it happened, UTC.</param>
/// <param name="Price">Price of one share, positive.</param>
/// <param name="Size">Number of shares, positive.</param>
public readonly record struct Trade(DateTimeOffset Timestamp, decimal Price, long Size);
