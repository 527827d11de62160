using System.Collections.Concurrent;

namespace Wallstreet.Markets.Simulation;

/// <summary>
/// How a session of some number of minutes spreads its volume and its variance: much at the open, little at noon, more
/// towards the close (the U shape first described by Wood, McInish and Ord, Journal of Finance 40, 1985).
/// </summary>
internal sealed class IntradayShape
{
    private static readonly ConcurrentDictionary<int, IntradayShape> _byMinutes = new();

    private IntradayShape(int minutes)
    {
        Elapsed = new double[minutes];
        Deviation = new double[minutes];
        VolumeWeight = new int[minutes];
        double[] variance = new double[minutes];
        double total = 0;
        for (int i = 0; i < minutes; i++)
        {
            double x = (i + 0.5) / minutes;
            double opening = Power8(1.0 - x);
            double closing = Power8(x);
            variance[i] = 0.6 + (3.0 * opening) + (0.9 * closing);
            total += variance[i];
            VolumeWeight[i] = (int)(1000.0 * (0.7 + (2.2 * opening) + (2.6 * closing * closing)));
        }

        double sum = 0;
        for (int i = 0; i < minutes; i++)
        {
            sum += variance[i];
            Elapsed[i] = sum / total;
            Deviation[i] = Math.Sqrt(variance[i] / total);
        }

        Elapsed[minutes - 1] = 1.0;
    }

    /// <summary>The share of the session's variance that is spent by the end of each minute; the last is exactly 1.</summary>
    public double[] Elapsed { get; }

    /// <summary>The standard deviation of each minute when that of the session is 1.</summary>
    public double[] Deviation { get; }

    /// <summary>The expected volume of each minute, in thousandths of the average minute, roughly.</summary>
    public int[] VolumeWeight { get; }

    public static IntradayShape Of(int minutes) => _byMinutes.GetOrAdd(minutes, static n => new IntradayShape(n));

    private static double Power8(double x)
    {
        double square = x * x;
        double fourth = square * square;
        return fourth * fourth;
    }
}
