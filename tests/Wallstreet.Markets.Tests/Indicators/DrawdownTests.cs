using CsCheck;
using Wallstreet.Markets.Indicators;

namespace Wallstreet.Markets.Tests.Indicators;

public sealed class DrawdownTests
{
    private static Gen<double[]> Series { get; } = Gen.Double[1, 500].Array[0, 60];

    [Fact]
    public void The_running_drawdown_measures_from_the_highest_value_so_far()
    {
        double[] output = new double[6];
        Drawdowns.Running([100, 80, double.NaN, 120, 90, 120], output);

        Assert.Equal([0, -0.2, double.NaN, 0, -0.25, 0], output.Select(value => Math.Round(value, 12)));
        Assert.Equal(-0.25, Drawdowns.Maximum([100, 80, double.NaN, 120, 90, 120]), 1e-12);
    }

    [Fact]
    public void Events_tell_peak_trough_and_recovery_and_the_last_may_be_open()
    {
        double[] values = [100, 90, 80, 95, 100, 101, 60, 70];

        Assert.Equal(
            [new DrawdownEvent(0, 2, 4, (80.0 / 100) - 1), new DrawdownEvent(5, 6, null, (60.0 / 101) - 1)],
            Drawdowns.Events(values));
        Assert.Equal(5, Assert.Single(Drawdowns.Events(values, depthMin: 0.3)).Peak);
    }

    [Fact]
    public void A_series_that_never_falls_has_no_event()
    {
        Assert.Empty(Drawdowns.Events([1, 1, 2, 3]));
        Assert.Equal(0, Drawdowns.Maximum([1, 1, 2, 3]));
        Assert.True(double.IsNaN(Drawdowns.Maximum([])));
    }

    [Fact]
    public void The_real_fall_of_2020_is_found_in_the_index()
    {
        string[][] rows = [.. SharedFiles.Rows("index/SP500_daily_2000_2020.csv")];
        double[] closes = [.. rows.Select(row => double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture))];

        DrawdownEvent crash = Drawdowns.Events(closes, depthMin: 0.3)[^1];

        Assert.Equal("2020-02-19", rows[crash.Peak][0]);
        Assert.Equal("2020-03-23", rows[crash.Trough][0]);
        Assert.Equal(-0.339, crash.Depth, 1e-3);
        Assert.Null(crash.Recovery);
    }

    [Fact]
    public void Events_agree_with_a_search_of_all_pairs() => Series.Sample(values =>
    {
        double deepest = 0;
        for (int peak = 0; peak < values.Length; peak++)
        {
            for (int trough = peak; trough < values.Length; trough++)
            {
                deepest = Math.Min(deepest, (values[trough] / values[peak]) - 1);
            }
        }

        IReadOnlyList<DrawdownEvent> events = Drawdowns.Events(values);
        Assert.Equal(deepest, events.Count == 0 ? 0 : events.Min(found => found.Depth), 1e-12);
        foreach (DrawdownEvent found in events)
        {
            int end = found.Recovery ?? values.Length;
            Assert.True(found.Peak < found.Trough && found.Trough < end);
            Assert.All(values[(found.Peak + 1)..end], value => Assert.True(value < values[found.Peak]));
            Assert.Equal(values[found.Trough], values[found.Peak..end].Min());
        }
    });
}
