namespace Wallstreet.Markets.Indicators;

/// <summary>
/// How fast and which way a price moves. A missing value (NaN or infinite) gives NaN and starts the warm-up again.
/// Nothing is allocated.
/// </summary>
public static class Momentum
{
    /// <summary>
    /// The relative strength index, 0 to 100: 100 − 100 / (1 + average gain / average loss), both averages smoothed as
    /// Wilder does (New Concepts in Technical Trading Systems, 1978): the simple average of the first
    /// <paramref name="period"/> changes, then (previous × (period − 1) + current) / period. The first output is at
    /// index <paramref name="period"/>. Without any loss it is 100; without any change at all it is 50.
    /// </summary>
    /// <param name="prices">Prices, oldest first.</param>
    /// <param name="period">The period, usually 14; at least 1.</param>
    /// <param name="output">As long as the prices; must not overlap them.</param>
    public static void RelativeStrength(ReadOnlySpan<double> prices, int period, Span<double> output)
    {
        SpanGuard.Period(period);
        SpanGuard.SameLength(prices.Length, output.Length, nameof(output));
        SpanGuard.Apart(prices, output, nameof(output));
        int changes = -1;
        double gain = 0;
        double loss = 0;
        for (int i = 0; i < prices.Length; i++)
        {
            if (!double.IsFinite(prices[i]))
            {
                (changes, gain, loss) = (-1, 0, 0);
                output[i] = double.NaN;
                continue;
            }

            changes++;
            if (changes > 0)
            {
                double change = prices[i] - prices[i - 1];
                gain = Smooth(gain, Math.Max(change, 0), changes, period);
                loss = Smooth(loss, Math.Max(-change, 0), changes, period);
            }

            output[i] = changes < period ? double.NaN : Strength(gain, loss);
        }
    }

    /// <summary>
    /// Moving average convergence divergence (G. Appel): line = fast EMA − slow EMA, signal = EMA of the line,
    /// histogram = line − signal. The line begins at index slow − 1, the signal at slow + signal − 2.
    /// </summary>
    /// <param name="prices">Prices, oldest first.</param>
    /// <param name="periods">The periods of fast, slow and signal, usually 12, 26 and 9; fast below slow.</param>
    /// <param name="line">As long as the prices; must not overlap anything.</param>
    /// <param name="signal">As long as the prices; must not overlap anything.</param>
    /// <param name="histogram">As long as the prices; must not overlap anything.</param>
    public static void Macd(
        ReadOnlySpan<double> prices,
        (int Fast, int Slow, int Signal) periods,
        Span<double> line,
        Span<double> signal,
        Span<double> histogram)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(periods.Fast, periods.Slow);
        SpanGuard.SameLength(prices.Length, histogram.Length, nameof(histogram));
        SpanGuard.Apart(prices, line, nameof(line));
        SpanGuard.Apart(prices, signal, nameof(signal));
        SpanGuard.Apart(line, signal, nameof(signal));
        MovingAverages.Exponential(prices, periods.Fast, line);
        MovingAverages.Exponential(prices, periods.Slow, signal);
        for (int i = 0; i < line.Length; i++)
        {
            line[i] -= signal[i];
        }

        MovingAverages.Exponential(line, periods.Signal, signal);
        for (int i = 0; i < line.Length; i++)
        {
            histogram[i] = line[i] - signal[i];
        }
    }

    private static double Smooth(double average, double value, int count, int period) =>
        count <= period ? average + (value / period) : ((average * (period - 1)) + value) / period;

    private static double Strength(double gain, double loss)
    {
        double sum = gain + loss;
        return sum > 0 ? 100.0 * gain / sum : 50.0;
    }
}
