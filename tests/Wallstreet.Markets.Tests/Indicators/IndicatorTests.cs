using CsCheck;
using Wallstreet.Markets.Indicators;

namespace Wallstreet.Markets.Tests.Indicators;

public sealed class IndicatorTests
{
    private static readonly double[] _prices =
    [
        44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826,
        45.8931, 46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439,
    ];

    private static Gen<double[]> Series { get; } = Gen.Double[1, 500].Array[1, 80];

    [Fact]
    public void Returns_follow_their_definitions_and_begin_with_a_gap()
    {
        double[] simple = new double[3];
        double[] log = new double[3];
        Returns.Simple([100, 110, 99], simple);
        Returns.Log([100, 110, 99], log);

        Near([double.NaN, 0.10, -0.10], simple);
        Near([double.NaN, Math.Log(110) - Math.Log(100), Math.Log(99) - Math.Log(110)], log);
    }

    [Fact]
    public void A_return_on_a_missing_or_negative_price_is_missing()
    {
        double[] output = new double[6];
        Returns.Simple([18.27, -36.98, 10, 11, double.NaN, 12], output); // WTI did settle at −36.98 on 2020-04-20.

        Near([double.NaN, double.NaN, double.NaN, 0.1, double.NaN, double.NaN], output);
    }

    [Fact]
    public void Log_returns_sum_to_the_return_of_the_whole() => Series.Where(p => p.Length > 1).Sample(prices =>
    {
        double[] output = new double[prices.Length];
        Returns.Log(prices, output);
        Assert.Equal(Math.Log(prices[^1] / prices[0]), output.Skip(1).Sum(), 1e-9);
    });

    [Fact]
    public void The_simple_average_is_the_mean_of_each_window() =>
        Gen.Select(Series, Gen.Int[1, 20]).Sample((values, period) =>
        {
            double[] output = new double[values.Length];
            MovingAverages.Simple(values, period, output);
            Near([.. values.Select((_, i) => i < period - 1 ? double.NaN : values[(i - period + 1)..(i + 1)].Average())], output);
        });

    [Fact]
    public void The_exponential_average_is_the_weighted_sum_of_its_definition() =>
        Gen.Select(Series, Gen.Int[1, 20]).Sample((values, period) =>
        {
            double[] output = new double[values.Length];
            MovingAverages.Exponential(values, period, output);
            Near([.. values.Select((_, i) => ExpandedExponential(values, i, period))], output);
        });

    [Fact]
    public void A_gap_restarts_the_warm_up()
    {
        double[] values = [1, 2, 3, double.NaN, 5, 6, 7, 8];
        double[] simple = new double[values.Length];
        double[] exponential = new double[values.Length];
        MovingAverages.Simple(values, 3, simple);
        MovingAverages.Exponential(values, 3, exponential);

        Near([double.NaN, double.NaN, 2, double.NaN, double.NaN, double.NaN, 6, 7], simple);
        Near([double.NaN, double.NaN, 2, double.NaN, double.NaN, double.NaN, 6, 7], exponential);
    }

    [Fact]
    public void The_relative_strength_of_a_published_example_is_as_published()
    {
        double[] output = new double[_prices.Length];
        Momentum.RelativeStrength(_prices, 14, output);

        Assert.All(output[..14], value => Assert.True(double.IsNaN(value)));
        double[] published = [70.53, 66.32, 66.55, 69.41, 66.36, 57.97];
        Assert.Equal(published, output[14..].Select(value => Math.Round(value, 2)));
    }

    [Fact]
    public void The_relative_strength_equals_its_definition_and_mirrors_when_prices_do() =>
        Gen.Select(Series, Gen.Int[1, 15]).Sample((prices, period) =>
        {
            double[] output = new double[prices.Length];
            double[] mirrored = new double[prices.Length];
            Momentum.RelativeStrength(prices, period, output);
            Momentum.RelativeStrength([.. prices.Select(price => 1000 - price)], period, mirrored);
            for (int i = 0; i < prices.Length; i++)
            {
                Assert.Equal(i < period, double.IsNaN(output[i]));
                if (i >= period)
                {
                    Assert.Equal(WilderStrength(prices, i, period), output[i], 1e-8);
                    Assert.Equal(100 - output[i], mirrored[i], 1e-8);
                }
            }
        });

    [Fact]
    public void The_relative_strength_of_a_series_that_only_rises_is_100_and_of_a_flat_one_50()
    {
        double[] output = new double[4];
        Momentum.RelativeStrength([1, 2, 3, 4], 2, output);
        Assert.Equal(100, output[^1]);
        Momentum.RelativeStrength([4, 4, 4, 4], 2, output);
        Assert.Equal(50, output[^1]);
    }

    [Fact]
    public void The_convergence_is_the_difference_of_the_averages_and_its_own_average() => Series.Sample(prices =>
    {
        int n = prices.Length;
        double[] line = new double[n];
        double[] signal = new double[n];
        double[] histogram = new double[n];
        Momentum.Macd(prices, (3, 6, 4), line, signal, histogram);

        double[] expected = [.. prices.Select((_, i) => ExpandedExponential(prices, i, 3) - ExpandedExponential(prices, i, 6))];
        Near(expected, line);
        double[] present = [.. expected.Skip(5)];
        Near([.. Enumerable.Repeat(double.NaN, Math.Min(5, n)), .. present.Select((_, i) => ExpandedExponential(present, i, 4))], signal);
        Near([.. line.Zip(signal, (l, s) => l - s)], histogram);
    });

    [Fact]
    public void The_true_range_reaches_back_to_the_previous_close()
    {
        double[] output = new double[4];
        Volatility.TrueRange([10, 12, 9, 9], [8, 11, 7, 8], [9, 11.5, 8, 8.5], output);

        Near([2, 3, 4.5, 1], output);
    }

    [Fact]
    public void The_average_true_range_is_smoothed_as_wilder_did()
    {
        double[] output = new double[5];
        Volatility.AverageTrueRange([10, 12, 9, 9, 10], [8, 11, 7, 8, 8], [9, 11.5, 8, 8.5, 9], 3, output);

        double first = (2 + 3 + 4.5) / 3;
        double second = ((first * 2) + 1) / 3;
        double third = ((second * 2) + 2) / 3;
        Near([double.NaN, double.NaN, first, second, third], output);
    }

    [Fact]
    public void Bollinger_bands_lie_two_population_deviations_around_the_mean() => Series.Sample(prices =>
    {
        int n = prices.Length;
        double[] middle = new double[n];
        double[] upper = new double[n];
        double[] lower = new double[n];
        Volatility.Bollinger(prices, (5, 2.0), middle, upper, lower);
        for (int i = 4; i < n; i++)
        {
            double[] window = prices[(i - 4)..(i + 1)];
            double variance = (window.Sum(x => x * x) / 5) - (window.Average() * window.Average());
            Assert.Equal(window.Average() + (2 * Math.Sqrt(Math.Max(0, variance))), upper[i], 1e-6);
            Assert.Equal(middle[i] - lower[i], upper[i] - middle[i], 1e-9);
        }
    });

    [Fact]
    public void Realised_volatility_is_the_annualised_sample_deviation()
    {
        double[] output = new double[5];
        Volatility.Realized([double.NaN, 0.01, -0.02, 0.03, 0.00], 3, 252, output);

        double mean = (0.01 - 0.02 + 0.03) / 3;
        double variance = (Square(0.01 - mean) + Square(-0.02 - mean) + Square(0.03 - mean)) / 2;
        Assert.Equal(Math.Sqrt(variance * 252), output[3], 1e-12);
        Assert.All(output[..3], value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Volatility_does_not_depend_on_the_unit_of_the_price() => Series.Sample(prices =>
    {
        double[] returns = new double[prices.Length];
        double[] one = new double[prices.Length];
        double[] other = new double[prices.Length];
        Returns.Log(prices, returns);
        Volatility.Realized(returns, 3, 252, one);
        Returns.Log([.. prices.Select(price => price * 7)], returns);
        Volatility.Realized(returns, 3, 252, other);
        Near(one, other);
    });

    [Fact]
    public void The_sharpe_ratio_is_mean_excess_over_deviation_annualised()
    {
        double[] returns = [0.02, -0.01, double.NaN, 0.03, 0.01];
        double[] excess = [0.019, -0.011, 0.029, 0.009];
        double deviation = Math.Sqrt(excess.Sum(x => Square(x - excess.Average())) / 3);

        Assert.Equal(
            excess.Average() / deviation * Math.Sqrt(12),
            Performance.SharpeRatio(returns, 0.001, 12),
            1e-12);
        Assert.True(double.IsNaN(Performance.SharpeRatio([0.01], 0, 12)));
        Assert.True(double.IsNaN(Performance.SharpeRatio([0.01, 0.01], 0, 12)));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        double[] three = [1, 2, 3];
        double[] two = new double[2];
        Assert.Throws<ArgumentException>(() => MovingAverages.Simple(three, 2, two));
        Assert.Throws<ArgumentException>(() => MovingAverages.Simple(three, 2, three));
        Assert.Throws<ArgumentOutOfRangeException>(() => MovingAverages.Simple(three, 0, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Volatility.Realized(three, 1, 252, new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Momentum.Macd(three, (26, 12, 9), new double[3], new double[3], new double[3]));
        Assert.Throws<ArgumentException>(() => Returns.Log(three, three));
    }

    [Fact]
    public void Indicators_allocate_nothing()
    {
        double[] prices = [.. Enumerable.Range(0, 1000).Select(i => 100 + Math.Sin(i))];
        double[] a = new double[1000];
        double[] b = new double[1000];
        double[] c = new double[1000];
        Everything(prices, a, b, c); // warm
        long before = GC.GetAllocatedBytesForCurrentThread();
        Everything(prices, a, b, c);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Everything(double[] prices, double[] a, double[] b, double[] c)
    {
        Returns.Simple(prices, a);
        Returns.Log(prices, a);
        MovingAverages.Simple(prices, 20, a);
        MovingAverages.Exponential(prices, 20, a);
        Momentum.RelativeStrength(prices, 14, a);
        Momentum.Macd(prices, (12, 26, 9), a, b, c);
        Volatility.AverageTrueRange(prices, prices, prices, 14, a);
        Volatility.Bollinger(prices, (20, 2), a, b, c);
        Volatility.Realized(prices, 20, 252, a);
        Drawdowns.Running(prices, a);
        Drawdowns.Maximum(prices);
        Performance.SharpeRatio(prices, 0, 252);
    }

    /// <summary>The exponential average written out as a sum of powers, not as a recursion.</summary>
    private static double ExpandedExponential(double[] values, int index, int period)
    {
        if (index < period - 1)
        {
            return double.NaN;
        }

        double alpha = 2.0 / (period + 1);
        double sum = values[..period].Average() * Math.Pow(1 - alpha, index - period + 1);
        for (int i = period; i <= index; i++)
        {
            sum += alpha * Math.Pow(1 - alpha, index - i) * values[i];
        }

        return sum;
    }

    private static double WilderStrength(double[] prices, int index, int period)
    {
        double[] changes = [.. prices.Skip(1).Zip(prices, (now, before) => now - before)];
        double gain = changes[..period].Sum(change => Math.Max(change, 0)) / period;
        double loss = changes[..period].Sum(change => Math.Max(-change, 0)) / period;
        foreach (double change in changes[period..index])
        {
            gain = ((gain * (period - 1)) + Math.Max(change, 0)) / period;
            loss = ((loss * (period - 1)) + Math.Max(-change, 0)) / period;
        }

        return gain + loss == 0 ? 50 : loss == 0 ? 100 : 100 - (100 / (1 + (gain / loss)));
    }

    private static double Square(double x) => x * x;

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isNear = double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) < 1e-7;
            Assert.True(isNear, $"at {i}: {actual[i]} is not {expected[i]}");
        }
    }
}
