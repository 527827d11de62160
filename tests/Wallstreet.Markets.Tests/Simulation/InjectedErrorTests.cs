using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Simulation;

namespace Wallstreet.Markets.Tests.Simulation;

public sealed class InjectedErrorTests
{
    private static readonly SimulatedExchange _exchange = new(new SimulatedExchangeOptions
    {
        MinuteErrorsPerThousandSessions = 400,
        DailyErrorsPerThousandSessions = 100,
    });

    private static readonly DateOnly _from = new(2022, 1, 3);
    private static readonly DateOnly _to = new(2022, 12, 30);

    [Fact]
    public void Minutes_differ_from_the_truth_exactly_where_the_truth_log_says()
    {
        var truth = new BarColumns();
        var delivered = new BarColumns();
        var seen = new HashSet<InjectedErrorKind>();
        Dictionary<DateOnly, InjectedError> log = _exchange.InjectedErrors("TOOL.SIM", _from, _to)
            .Where(error => error.Feed == BarFeed.Minute)
            .ToDictionary(error => error.Session);
        foreach (DateOnly session in _exchange.Calendar.Sessions(_from, _to).Select(static s => s.Date))
        {
            truth.Clear();
            delivered.Clear();
            _exchange.MinuteBars("TOOL.SIM", session, truth);
            _exchange.DeliveredMinuteBars("TOOL.SIM", session, delivered);
            List<Bar> expected = BarsOf(truth);
            if (log.TryGetValue(session, out InjectedError? error))
            {
                seen.Add(error.Kind);
                Spoil(expected, error);
            }

            Assert.Equal(expected, BarsOf(delivered));
        }

        Assert.Equal(Enum.GetValues<InjectedErrorKind>().Order(), seen.Order());
    }

    [Fact]
    public void Days_differ_from_the_truth_exactly_where_the_truth_log_says()
    {
        var truth = new BarColumns();
        var delivered = new BarColumns();
        var seen = new HashSet<InjectedErrorKind>();
        foreach (string symbol in _exchange.Symbols)
        {
            truth.Clear();
            delivered.Clear();
            _exchange.DailyBars(symbol, _from, _to, truth);
            _exchange.DeliveredDailyBars(symbol, _from, _to, delivered);
            List<Bar> expected = BarsOf(truth);
            foreach (InjectedError error in _exchange.InjectedErrors(symbol, _from, _to)
                .Where(error => error.Feed == BarFeed.Daily).Reverse())
            {
                int index = expected.FindLastIndex(bar => DateOnly.FromDateTime(bar.Start.UtcDateTime) == error.Session);
                Assert.True(index >= 0);
                seen.Add(error.Kind);
                Bar before = index == 0 ? PreviousBar(symbol, error.Session) : expected[index - 1];
                Spoil(expected, error with { FirstBar = index }, before);
            }

            Assert.Equal(expected, BarsOf(delivered));
        }

        Assert.Equal(Enum.GetValues<InjectedErrorKind>().Order(), seen.Order());
    }

    [Fact]
    public void Without_errors_the_delivery_is_the_truth()
    {
        var clean = new SimulatedExchange(new SimulatedExchangeOptions
        {
            MinuteErrorsPerThousandSessions = 0,
            DailyErrorsPerThousandSessions = 0,
        });
        var truth = new BarColumns();
        var delivered = new BarColumns();
        clean.DailyBars("FOIL.SIM", _from, _to, truth);
        clean.DeliveredDailyBars("FOIL.SIM", _from, _to, delivered);

        Assert.Empty(clean.InjectedErrors("FOIL.SIM", _from, _to));
        Assert.Equal(251, delivered.Count);
        Assert.Equal(BarsOf(truth), BarsOf(delivered));
    }

    [Fact]
    public void The_default_rates_are_those_of_the_options()
    {
        var exchange = new SimulatedExchange();
        InjectedError[] log = [.. exchange.Symbols.SelectMany(symbol => exchange.InjectedErrors(symbol, new(2010, 1, 4), new(2019, 12, 31)))];
        double sessions = exchange.Symbols.Sum(symbol => exchange.DailyBars(symbol, new(2010, 1, 4), new(2019, 12, 31)).Count);

        Assert.InRange(log.Count(error => error.Feed == BarFeed.Minute) / sessions, 0.018, 0.022);
        Assert.InRange(log.Count(error => error.Feed == BarFeed.Daily) / sessions, 0.0025, 0.0035);
    }

    [Fact]
    public void Errors_do_not_depend_on_the_range_they_are_asked_in()
    {
        InjectedError[] year = [.. _exchange.InjectedErrors("TOOL.SIM", _from, _to)];
        InjectedError[] month = [.. _exchange.InjectedErrors("TOOL.SIM", new(2022, 5, 2), new(2022, 5, 31))];

        Assert.NotEmpty(month);
        Assert.Equal(year.Where(error => error.Session.Month == 5), month);
    }

    private static Bar PreviousBar(string symbol, DateOnly session)
    {
        var columns = new BarColumns();
        DateOnly previous = _exchange.Calendar.Previous(session).Date;
        _exchange.DailyBars(symbol, previous, previous, columns);
        return columns[0];
    }

    private static List<Bar> BarsOf(BarColumns columns) =>
        [.. Enumerable.Range(0, columns.Count).Select(index => columns[index])];

    /// <summary>The effect of an error as its documentation words it, on whole bars and decimals.</summary>
    private static void Spoil(List<Bar> bars, InjectedError error, Bar? previousDay = null)
    {
        int first = error.FirstBar;
        Bar bar = bars[first];
        switch (error.Kind)
        {
            case InjectedErrorKind.BadTick:
                bool isUp = bar.Close * 100 % 2 == 0;
                bars[first] = isUp
                    ? bar with { High = bar.High + (Math.Floor(bar.High * 25) / 100) + 0.01m }
                    : bar with { Low = bar.Low - (Math.Floor(bar.Low * 25) / 100) };
                Assert.True(bars[first].High / bars[first].Low > 1.24m);
                Assert.True(bars[first].IsConsistent);
                break;
            case InjectedErrorKind.HighBelowLow:
                bars[first] = bar.High == bar.Low
                    ? bar with { High = bar.High - 0.01m, Low = bar.Low + 0.01m }
                    : bar with { High = bar.Low, Low = bar.High };
                Assert.True(bars[first].High < bars[first].Low);
                break;
            case InjectedErrorKind.DuplicateBar:
                bars.Insert(first, bar);
                break;
            case InjectedErrorKind.MissingBars:
                bars.RemoveRange(first, error.BarCount);
                break;
            case InjectedErrorKind.ZeroVolume:
                Replace(bars, error, static bar => bar with { Volume = 0 });
                break;
            case InjectedErrorKind.StalePrice when previousDay is { } before:
                bars[first] = before with { Start = bar.Start };
                break;
            default:
                decimal price = bars[first - 1].Close;
                Replace(bars, error, bar => bar with { Open = price, High = price, Low = price, Close = price });
                break;
        }
    }

    private static void Replace(List<Bar> bars, InjectedError error, Func<Bar, Bar> change)
    {
        for (int i = error.FirstBar; i < error.FirstBar + error.BarCount; i++)
        {
            bars[i] = change(bars[i]);
        }
    }
}
