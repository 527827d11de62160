namespace Wallstreet.Markets.Bars;

/// <summary>What traded in one session of an exchange; prices in the currency of the security, not adjusted.</summary>
/// <param name="Date">The session's local date.</param>
/// <param name="Open">The first price of the session.</param>
/// <param name="High">The highest price.</param>
/// <param name="Low">The lowest price.</param>
/// <param name="Close">The last price of the session.</param>
/// <param name="Volume">The number of shares traded.</param>
public readonly record struct DailyBar(
    DateOnly Date,
    decimal Open,
    decimal High,
    decimal Low,
    decimal Close,
    long Volume);
