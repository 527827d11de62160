namespace Wallstreet.Markets.Indicators;

/// <summary>
/// Averages of the last values. Until <c>period</c> values in a row are present the output is NaN; a missing value (NaN or
/// infinite) gives NaN and starts the warm-up again, so no average ever spans a gap. Nothing is allocated.
/// </summary>
public static class MovingAverages
{
    /// <summary>The arithmetic mean of the last values; the first output is at index period − 1.</summary>
    /// <param name="values">Values, oldest first.</param>
    /// <param name="period">How many values to average; at least 1.</param>
    /// <param name="output">As long as the values; must not overlap them.</param>
    public static void Simple(ReadOnlySpan<double> values, int period, Span<double> output)
    {
        SpanGuard.Period(period);
        SpanGuard.SameLength(values.Length, output.Length, nameof(output));
        SpanGuard.Apart(values, output, nameof(output));
        int run = 0;
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            run = double.IsFinite(values[i]) ? run + 1 : 0;
            if (run < period)
            {
                output[i] = double.NaN;
                continue;
            }

            // Summed afresh once a period, so that rounding cannot pile up over a long series.
            sum = run % period == 0 ? Sum(values.Slice(i - period + 1, period)) : sum + (values[i] - values[i - period]);
            output[i] = sum / period;
        }
    }

    /// <summary>
    /// e(t) = e(t − 1) + α·(v(t) − e(t − 1)) with α = 2 / (period + 1), started with the simple average of the first
    /// <paramref name="period"/> values; the first output is at index period − 1.
    /// </summary>
    /// <param name="values">Values, oldest first.</param>
    /// <param name="period">The period; at least 1.</param>
    /// <param name="output">As long as the values; may be the same memory as the values.</param>
    public static void Exponential(ReadOnlySpan<double> values, int period, Span<double> output)
    {
        SpanGuard.Period(period);
        SpanGuard.SameLength(values.Length, output.Length, nameof(output));
        Smooth(values, period, 2.0 / (period + 1.0), output);
    }

    /// <summary>
    /// Wilder's smoothing, the exponential average with α = 1 / period, started with the simple average
    /// (J. W. Wilder, New Concepts in Technical Trading Systems, 1978).
    /// </summary>
    /// <param name="values">Values, oldest first.</param>
    /// <param name="period">The period; at least 1.</param>
    /// <param name="output">As long as the values; may be the same memory as the values.</param>
    public static void Wilder(ReadOnlySpan<double> values, int period, Span<double> output)
    {
        SpanGuard.Period(period);
        SpanGuard.SameLength(values.Length, output.Length, nameof(output));
        Smooth(values, period, 1.0 / period, output);
    }

    private static void Smooth(ReadOnlySpan<double> values, int period, double alpha, Span<double> output)
    {
        int run = 0;
        double state = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            run = double.IsFinite(value) ? run + 1 : 0;
            state = run switch
            {
                0 => 0,
                _ when run <= period => state + (value / period),
                _ => state + (alpha * (value - state)),
            };
            output[i] = run < period ? double.NaN : state;
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
