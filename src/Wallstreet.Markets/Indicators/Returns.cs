namespace Wallstreet.Markets.Indicators;

/// <summary>
/// Returns from one value to the next. The first output is NaN, and so is every output where either price is missing
/// (NaN or infinite) or where a price is not positive, as a return on such a price means nothing. Nothing is allocated.
/// </summary>
public static class Returns
{
    /// <summary>p(t) / p(t − 1) − 1, a fraction.</summary>
    /// <param name="prices">Prices, oldest first.</param>
    /// <param name="output">As long as the prices; must not overlap them.</param>
    public static void Simple(ReadOnlySpan<double> prices, Span<double> output)
    {
        Check(prices, output);
        for (int i = 1; i < prices.Length; i++)
        {
            output[i] = IsPrice(prices[i - 1]) && IsPrice(prices[i]) ? (prices[i] / prices[i - 1]) - 1.0 : double.NaN;
        }
    }

    /// <summary>ln p(t) − ln p(t − 1); sums over time to the log return of the whole.</summary>
    /// <param name="prices">Prices, oldest first.</param>
    /// <param name="output">As long as the prices; must not overlap them.</param>
    public static void Log(ReadOnlySpan<double> prices, Span<double> output)
    {
        Check(prices, output);
        for (int i = 1; i < prices.Length; i++)
        {
            output[i] = IsPrice(prices[i - 1]) && IsPrice(prices[i]) ? Math.Log(prices[i] / prices[i - 1]) : double.NaN;
        }
    }

    private static void Check(ReadOnlySpan<double> prices, Span<double> output)
    {
        SpanGuard.SameLength(prices.Length, output.Length, nameof(output));
        SpanGuard.Apart(prices, output, nameof(output));
        if (!output.IsEmpty)
        {
            output[0] = double.NaN;
        }
    }

    private static bool IsPrice(double value) => double.IsFinite(value) && value > 0;
}
