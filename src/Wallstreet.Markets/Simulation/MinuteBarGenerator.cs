using Wallstreet.Markets.Bars;

namespace Wallstreet.Markets.Simulation;

/// <summary>
/// Makes the minutes of a session from its daily bar: a Brownian bridge from open to close whose excursions are scaled
/// so that the highest minute is the day's high and the lowest its low, and a volume split into shares that sum to the
/// day's. The minutes therefore aggregate to the daily bar exactly, tick by tick and share by share.
/// </summary>
internal static class MinuteBarGenerator
{
    public const int MinutesMax = 1440;

    private const double Sqrt3Over65536 = 1.7320508075688772 / 65536.0;
    private const double Step16 = 1.0 / 65536.0;

    /// <summary>Fills as many bars as the session has minutes; the spans have exactly that length.</summary>
    public static void Fill(in DailyTicks day, RandomStream random, in BarSpans bars)
    {
        int n = bars.Length;
        IntradayShape shape = IntradayShape.Of(n);
        Span<double> scratch = stackalloc double[n * 4];
        var path = new Path(scratch, n);
        DrawWalk(ref random, shape, path.Close);
        Extremes extremes = DrawBars(day, ref random, shape, path, bars.Volume);
        Quantize(day, path, extremes, bars);
        SplitVolume(day.Volume, bars.Volume);
    }

    private static void DrawWalk(ref RandomStream random, IntradayShape shape, Span<double> walk)
    {
        ReadOnlySpan<double> deviation = shape.Deviation.AsSpan(0, walk.Length);
        double level = 0;
        for (int i = 0; i < walk.Length; i++)
        {
            // Four 16-bit uniforms have mean 2 and variance 1/3: close enough to normal for one minute.
            double sum = RandomStream.SumOfFour(random.NextBits()) - 131_070L;
            level += sum * Sqrt3Over65536 * deviation[i];
            walk[i] = level;
        }
    }

    /// <summary>Turns the walk into a bridge with wicks, in ticks that are not yet whole, and draws volume weights.</summary>
    private static Extremes DrawBars(
        in DailyTicks day,
        ref RandomStream random,
        IntradayShape shape,
        in Path path,
        Span<long> weights)
    {
        int n = weights.Length;
        ReadOnlySpan<double> elapsed = shape.Elapsed.AsSpan(0, n);
        ReadOnlySpan<double> deviation = shape.Deviation.AsSpan(0, n);
        ReadOnlySpan<int> volume = shape.VolumeWeight.AsSpan(0, n);
        double amplitude = 0.7 * (day.High - day.Low);
        double change = day.Close - day.Open;
        double end = path.Close[n - 1];
        double previous = day.Open;
        var extremes = new Extremes(double.MinValue, double.MaxValue, 0, 0);
        for (int i = 0; i < n; i++)
        {
            ulong bits = random.NextBits();
            double wick = amplitude * deviation[i];
            double up = (bits & 0xFFFF) * Step16;
            double down = ((bits >> 16) & 0xFFFF) * Step16;
            double gap = (((long)(bits >> 48) - 32_768) * Step16) * 0.2;
            double open = i == 0 ? previous : previous + (gap * wick);
            double close = day.Open + (change * elapsed[i]) + (amplitude * (path.Close[i] - (elapsed[i] * end)));
            double high = Math.Max(open, close) + (up * up * wick);
            double low = Math.Min(open, close) - (down * down * wick);
            path.Open[i] = open;
            path.High[i] = high;
            path.Low[i] = low;
            path.Close[i] = close;
            weights[i] = volume[i] * (24L + (((long)((bits >> 32) & 0xFFFF) * 80L) >> 16));
            extremes.Include(i, high, low);
            previous = close;
        }

        return extremes;
    }

    /// <summary>
    /// Maps the path to whole ticks: what lies between the day's open and close stays, what lies above is scaled to end
    /// at the high, what lies below to end at the low. The map is monotone, so every bar keeps low ≤ open, close ≤ high.
    /// </summary>
    private static void Quantize(in DailyTicks day, in Path path, Extremes extremes, in BarSpans bars)
    {
        var scale = new TickScale(day, extremes);
        for (int i = 0; i < bars.Length; i++)
        {
            bars.Open[i] = scale.ToTicks(path.Open[i]);
            bars.High[i] = scale.ToTicks(path.High[i]);
            bars.Low[i] = scale.ToTicks(path.Low[i]);
            bars.Close[i] = scale.ToTicks(path.Close[i]);
        }

        // Rounding must not lose the four prices that make the day.
        bars.Open[0] = day.Open;
        bars.Close[^1] = day.Close;
        bars.High[extremes.HighestBar] = day.High;
        bars.Low[extremes.LowestBar] = day.Low;
    }

    /// <summary>Replaces weights by whole shares: the difference of rounded-down running totals, so nothing is lost.</summary>
    private static void SplitVolume(long total, Span<long> weights)
    {
        long sum = 0;
        foreach (long weight in weights)
        {
            sum += weight;
        }

        long running = 0;
        long given = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            running += weights[i];
            long due = total * running / sum;
            weights[i] = due - given;
            given = due;
        }
    }

    private readonly ref struct Path(Span<double> scratch, int n)
    {
        public Span<double> Open { get; } = scratch[..n];

        public Span<double> High { get; } = scratch.Slice(n, n);

        public Span<double> Low { get; } = scratch.Slice(2 * n, n);

        public Span<double> Close { get; } = scratch.Slice(3 * n, n);
    }

    private struct Extremes(double highest, double lowest, int highestBar, int lowestBar)
    {
        public double Highest { get; private set; } = highest;

        public double Lowest { get; private set; } = lowest;

        public int HighestBar { get; private set; } = highestBar;

        public int LowestBar { get; private set; } = lowestBar;

        public void Include(int bar, double high, double low)
        {
            if (high > Highest)
            {
                Highest = high;
                HighestBar = bar;
            }

            if (low < Lowest)
            {
                Lowest = low;
                LowestBar = bar;
            }
        }
    }

    private readonly struct TickScale
    {
        private readonly double _upper;
        private readonly double _lower;
        private readonly double _upScale;
        private readonly double _downScale;
        private readonly int _high;
        private readonly int _low;

        public TickScale(in DailyTicks day, Extremes extremes)
        {
            _high = day.High;
            _low = day.Low;
            _upper = Math.Max(day.Open, day.Close);
            _lower = Math.Min(day.Open, day.Close);
            _upScale = extremes.Highest > _upper ? (_high - _upper) / (extremes.Highest - _upper) : 0.0;
            _downScale = extremes.Lowest < _lower ? (_lower - _low) / (_lower - extremes.Lowest) : 0.0;
        }

        public int ToTicks(double price)
        {
            double scaled = price;
            if (price > _upper)
            {
                scaled = _upper + ((price - _upper) * _upScale);
            }
            else if (price < _lower)
            {
                scaled = _lower - ((_lower - price) * _downScale);
            }

            return Math.Clamp((int)(scaled + 0.5), _low, _high);
        }
    }
}
