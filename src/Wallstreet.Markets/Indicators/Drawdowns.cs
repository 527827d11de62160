namespace Wallstreet.Markets.Indicators;

/// <summary>
/// Falls from the highest value so far, as fractions that are never positive (−0.2 is a fall of 20 %). Missing values
/// (NaN, infinite, or not positive) are stepped over: their own output is NaN, the peak is kept.
/// </summary>
public static class Drawdowns
{
    /// <summary>value(t) / max(value(0 … t)) − 1. Allocates nothing.</summary>
    /// <param name="values">Prices or wealth, oldest first.</param>
    /// <param name="output">As long as the values; may be the same memory.</param>
    public static void Running(ReadOnlySpan<double> values, Span<double> output)
    {
        SpanGuard.SameLength(values.Length, output.Length, nameof(output));
        double peak = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            if (!IsPresent(value))
            {
                output[i] = double.NaN;
                continue;
            }

            peak = Math.Max(peak, value);
            output[i] = (value / peak) - 1.0;
        }
    }

    /// <summary>The deepest fall, 0 when there is none; NaN when no value is present. Allocates nothing.</summary>
    /// <param name="values">Prices or wealth, oldest first.</param>
    public static double Maximum(ReadOnlySpan<double> values)
    {
        double peak = 0;
        double deepest = double.NaN;
        foreach (double value in values)
        {
            if (IsPresent(value))
            {
                peak = Math.Max(peak, value);
                double depth = (value / peak) - 1.0;
                deepest = double.IsNaN(deepest) ? depth : Math.Min(deepest, depth);
            }
        }

        return deepest;
    }

    /// <summary>Every fall at least as deep as asked for, oldest first; the last one may not have recovered.</summary>
    /// <param name="values">Prices or wealth, oldest first.</param>
    /// <param name="depthMin">The least depth as a positive fraction: 0.05 leaves out falls of less than 5 %.</param>
    public static IReadOnlyList<DrawdownEvent> Events(ReadOnlySpan<double> values, double depthMin = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depthMin);
        var events = new List<DrawdownEvent>();
        int peak = -1;
        int trough = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (!IsPresent(values[i]))
            {
                continue;
            }

            if (peak < 0 || values[i] >= values[peak])
            {
                Add(events, values, (peak, trough), recovery: i, depthMin);
                (peak, trough) = (i, -1);
            }
            else if (trough < 0 || values[i] < values[trough])
            {
                trough = i;
            }
        }

        Add(events, values, (peak, trough), recovery: null, depthMin);
        return events;
    }

    private static void Add(
        List<DrawdownEvent> events,
        ReadOnlySpan<double> values,
        (int Peak, int Trough) fall,
        int? recovery,
        double depthMin)
    {
        if (fall.Trough < 0)
        {
            return;
        }

        double depth = (values[fall.Trough] / values[fall.Peak]) - 1.0;
        if (-depth >= depthMin)
        {
            events.Add(new DrawdownEvent(fall.Peak, fall.Trough, recovery, depth));
        }
    }

    private static bool IsPresent(double value) => double.IsFinite(value) && value > 0;
}
