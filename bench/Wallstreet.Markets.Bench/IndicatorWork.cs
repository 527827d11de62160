using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;
using Wallstreet.Markets.Indicators;

namespace Wallstreet.Markets.Bench;

/// <summary>Indicators over one long series, and trades into minute bars.</summary>
internal sealed class IndicatorWork
{
    private const int Length = 1_000_000;

    private readonly double[] _prices = new double[Length];
    private readonly double[] _first = new double[Length];
    private readonly double[] _second = new double[Length];
    private readonly double[] _third = new double[Length];

    public IndicatorWork()
    {
        for (int i = 0; i < Length; i++)
        {
            _prices[i] = 100.0 + (i % 9973 * 7919 % 1000 / 100.0);
        }
    }

    public long SimpleAverage()
    {
        MovingAverages.Simple(_prices, 20, _first);
        return Length;
    }

    public long Strength()
    {
        Momentum.RelativeStrength(_prices, 14, _first);
        return Length;
    }

    public long Convergence()
    {
        Momentum.Macd(_prices, (12, 26, 9), _first, _second, _third);
        return Length;
    }

    public long Bands()
    {
        Volatility.Bollinger(_prices, (20, 2.0), _first, _second, _third);
        return Length;
    }

    public static long Trades()
    {
        const int Count = 1_000_000;
        var aggregator = new BarAggregator(new BarAggregatorOptions { Calendar = ExchangeCalendar.Nyse });
        DateTimeOffset open = ExchangeCalendar.Nyse.GetSession(new(2024, 7, 2)).Open;
        long bars = 0;
        for (int i = 0; i < Count; i++)
        {
            var trade = new Trade(open.AddMilliseconds(i * 23.0), new decimal(10_000 + (i % 97), 0, 0, false, 2), 100);
            bars += aggregator.TryAdd(trade, out _) ? 1 : 0;
        }

        return bars > 300 ? Count : 0;
    }
}
