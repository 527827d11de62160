namespace Wallstreet.Markets.Indicators;

/// <summary>
/// How widely a price moves. A missing value (NaN or infinite) gives NaN and starts the warm-up again. Nothing is
/// allocated.
/// </summary>
public static class Volatility
{
    /// <summary>
    /// Wilder's true range: the largest of high − low, |high − previous close| and |low − previous close|; for a bar
    /// without a previous close, high − low.
    /// </summary>
    /// <param name="high">Highs, oldest first.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="output">As long as the bars; must not overlap the closes.</param>
    public static void TrueRange(
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> close,
        Span<double> output)
    {
        SpanGuard.SameLength(high.Length, low.Length, nameof(low));
        SpanGuard.SameLength(high.Length, close.Length, nameof(close));
        SpanGuard.SameLength(high.Length, output.Length, nameof(output));
        SpanGuard.Apart(close, output, nameof(output));
        double previous = double.NaN;
        for (int i = 0; i < high.Length; i++)
        {
            double range = high[i] - low[i];
            bool isPresent = double.IsFinite(range) && double.IsFinite(close[i]);
            if (isPresent && double.IsFinite(previous))
            {
                range = Math.Max(high[i], previous) - Math.Min(low[i], previous);
            }

            output[i] = isPresent ? range : double.NaN;
            previous = isPresent ? close[i] : double.NaN;
        }
    }

    /// <summary>
    /// Wilder's average true range: the simple average of the first <paramref name="period"/> true ranges, then
    /// (previous × (period − 1) + current) / period. The first output is at index period − 1.
    /// </summary>
    /// <param name="high">Highs, oldest first.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="period">The period, usually 14; at least 1.</param>
    /// <param name="output">As long as the bars; must not overlap the closes.</param>
    public static void AverageTrueRange(
        ReadOnlySpan<double> high,
        ReadOnlySpan<double> low,
        ReadOnlySpan<double> close,
        int period,
        Span<double> output)
    {
        TrueRange(high, low, close, output);
        MovingAverages.Wilder(output, period, output);
    }

    /// <summary>
    /// Bollinger bands: the simple average, and that average plus and minus <c>Width</c> population standard
    /// deviations of the same window (J. Bollinger, Bollinger on Bollinger Bands, 2001).
    /// </summary>
    /// <param name="prices">Prices, oldest first.</param>
    /// <param name="window">The period, usually 20 and at least 1, and the width in deviations, usually 2.</param>
    /// <param name="middle">As long as the prices; must not overlap them.</param>
    /// <param name="upper">As long as the prices; must not overlap them.</param>
    /// <param name="lower">As long as the prices; must not overlap them.</param>
    public static void Bollinger(
        ReadOnlySpan<double> prices,
        (int Period, double Width) window,
        Span<double> middle,
        Span<double> upper,
        Span<double> lower)
    {
        SpanGuard.SameLength(prices.Length, upper.Length, nameof(upper));
        SpanGuard.SameLength(prices.Length, lower.Length, nameof(lower));
        SpanGuard.Apart(prices, upper, nameof(upper));
        SpanGuard.Apart(prices, lower, nameof(lower));
        MovingAverages.Simple(prices, window.Period, middle);
        for (int i = 0; i < prices.Length; i++)
        {
            double deviation = double.IsNaN(middle[i])
                ? double.NaN
                : Deviation(prices.Slice(i - window.Period + 1, window.Period), window.Period);
            upper[i] = middle[i] + (window.Width * deviation);
            lower[i] = middle[i] - (window.Width * deviation);
        }
    }

    /// <summary>
    /// Annualised realised volatility: the sample standard deviation (divisor period − 1) of the last
    /// <paramref name="period"/> returns, times √<paramref name="periodsPerYear"/>. A fraction: 0.2 is 20 % a year.
    /// </summary>
    /// <param name="returns">Returns, usually logarithmic, oldest first; the NaN that begins a series of returns is a gap.</param>
    /// <param name="period">How many returns; at least 2.</param>
    /// <param name="periodsPerYear">How many returns a year has: 252 for US sessions.</param>
    /// <param name="output">As long as the returns; must not overlap them.</param>
    public static void Realized(ReadOnlySpan<double> returns, int period, double periodsPerYear, Span<double> output)
    {
        SpanGuard.Period(period, least: 2);
        SpanGuard.SameLength(returns.Length, output.Length, nameof(output));
        SpanGuard.Apart(returns, output, nameof(output));
        double scale = Math.Sqrt(periodsPerYear);
        int run = 0;
        for (int i = 0; i < returns.Length; i++)
        {
            run = double.IsFinite(returns[i]) ? run + 1 : 0;
            output[i] = run < period
                ? double.NaN
                : scale * Deviation(returns.Slice(i - period + 1, period), period - 1);
        }
    }

    /// <summary>Two passes: the naive difference of squares loses all digits when prices hardly move.</summary>
    private static double Deviation(ReadOnlySpan<double> values, int divisor)
    {
        double mean = 0;
        foreach (double value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return Math.Sqrt(squares / divisor);
    }
}
