namespace Wallstreet.Markets.Bars;

/// <summary>What traded in one interval: open, high, low, close, volume, and what is known of the trades behind it.</summary>
/// <param name="Start">The first instant of the interval (inclusive), UTC.</param>
/// <param name="Open">The price of the first trade.</param>
/// <param name="High">The highest price.</param>
/// <param name="Low">The lowest price.</param>
/// <param name="Close">The price of the last trade.</param>
/// <param name="Volume">The number of shares traded.</param>
/// <param name="TradeCount">The number of trades; null when the source does not publish it.</param>
/// <param name="Vwap">Volume-weighted average price, Σ(price × size) / Σ size; null when it is not published.</param>
public readonly record struct Bar(
    DateTimeOffset Start,
    decimal Open,
    decimal High,
    decimal Low,
    decimal Close,
    long Volume,
    long? TradeCount = null,
    decimal? Vwap = null)
{
    /// <summary>Whether low ≤ open, close ≤ high, all prices are positive and the volume is not negative.</summary>
    public bool IsConsistent =>
        Low > 0 && Low <= Open && Low <= Close && Open <= High && Close <= High && Volume >= 0;
}
