using CsCheck;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Tests.Bars;

public sealed class BarAggregatorTests
{
    private static readonly TradingSession _halfDay = ExchangeCalendar.Nyse.GetSession(new(2024, 7, 3));
    private static readonly BarAggregatorOptions _byMinute = new() { Calendar = ExchangeCalendar.Nyse };

    [Fact]
    public void Trades_become_bars_with_count_and_weighted_price()
    {
        Bar[] bars = [.. BarAggregator.Aggregate(
            [At(0, 10m, 100), At(30, 12m, 300), At(59.9, 11m, 100), At(60, 9m, 50)], _byMinute)];

        Assert.Equal(
            [
                new Bar(_halfDay.Open, 10m, 12m, 10m, 11m, 500, 3, 11.4m),
                new Bar(_halfDay.Open.AddMinutes(1), 9m, 9m, 9m, 9m, 50, 1, 9m),
            ],
            bars);
    }

    [Fact]
    public void A_minute_without_a_trade_has_no_bar()
    {
        Bar[] bars = [.. BarAggregator.Aggregate([At(0, 10m, 1), At(600, 10m, 1)], _byMinute)];

        Assert.Equal([0, 10], bars.Select(bar => (bar.Start - _halfDay.Open).TotalMinutes));
    }

    [Fact]
    public void Trades_outside_sessions_are_counted_and_left_out()
    {
        var aggregator = new BarAggregator(_byMinute);

        Assert.False(aggregator.TryAdd(At(-1, 10m, 1), out _));
        Assert.False(aggregator.TryAdd(At(0, 11m, 1), out _));
        Assert.False(aggregator.TryAdd(new Trade(_halfDay.Close, 12m, 1), out _));
        Assert.Equal(2, aggregator.TradesOutsideSessions);
        Assert.True(aggregator.TryFinish(out Bar last));
        Assert.Equal(11m, last.Close);
        Assert.False(aggregator.TryFinish(out _));
    }

    [Fact]
    public void Bars_count_from_the_open_and_never_reach_into_the_next_session()
    {
        BarAggregatorOptions hourly = _byMinute with { Interval = TimeSpan.FromHours(1) };
        TradingSession next = ExchangeCalendar.Nyse.Next(_halfDay.Date);
        Bar[] bars = [.. BarAggregator.Aggregate(
            [At(0, 1m, 1), new Trade(_halfDay.Close.AddSeconds(-1), 2m, 1), new Trade(next.Open, 3m, 1)], hourly)];

        Assert.Equal([_halfDay.Open, _halfDay.Open.AddHours(3), next.Open], bars.Select(bar => bar.Start));
    }

    [Fact]
    public void Without_a_calendar_bars_start_at_multiples_of_the_interval()
    {
        var fiveMinutes = new BarAggregatorOptions { Interval = TimeSpan.FromMinutes(5) };
        var trade = new Trade(new(2024, 7, 6, 3, 14, 15, TimeSpan.FromHours(2)), 1m, 1);

        Bar bar = Assert.Single(BarAggregator.Aggregate([trade], fiveMinutes));

        Assert.Equal(new DateTimeOffset(2024, 7, 6, 1, 10, 0, TimeSpan.Zero), bar.Start);
        Assert.Equal(TimeSpan.Zero, bar.Start.Offset);
    }

    [Fact]
    public void A_late_trade_is_an_error_and_changes_nothing()
    {
        var aggregator = new BarAggregator(_byMinute);
        aggregator.TryAdd(At(30, 10m, 1), out _);

        TradeOrderException error = Assert.Throws<TradeOrderException>(() => aggregator.TryAdd(At(29, 99m, 1), out _));

        Assert.Contains("came after one of 2024-07-03T13:30:30", error.Message);
        Assert.True(aggregator.TryFinish(out Bar bar));
        Assert.Equal(10m, bar.High);
    }

    [Fact]
    public void A_late_trade_is_put_in_its_place_while_its_bar_is_open_and_refused_afterwards()
    {
        var aggregator = new BarAggregator(_byMinute with { LateTrades = LateTradePolicy.ReorderWithinBar });
        aggregator.TryAdd(At(60, 10m, 1), out _);
        aggregator.TryAdd(At(90, 11m, 1), out _);
        aggregator.TryAdd(At(70, 20m, 1), out _);
        Assert.Throws<TradeOrderException>(() => aggregator.TryAdd(At(59, 1m, 1), out _));

        Assert.True(aggregator.TryFinish(out Bar bar));
        Assert.Equal((10m, 20m, 10m, 11m, 3L), (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume));
    }

    [Fact]
    public void Reordering_within_a_bar_gives_what_sorted_trades_give() =>
        Gen.Select(Gen.Int[0, 59], Gen.Int[1, 100], Gen.Int[1, 50]).Array[1, 30].Sample(raw =>
        {
            // Distinct instants, so that the order of arrival cannot matter.
            Trade[] shuffled = [.. raw.DistinctBy(trade => trade.Item1)
                .Select(trade => At(trade.Item1, trade.Item2, trade.Item3))];
            BarAggregatorOptions late = _byMinute with { LateTrades = LateTradePolicy.ReorderWithinBar };

            Assert.Equal(
                Assert.Single(BarAggregator.Aggregate(shuffled.OrderBy(trade => trade.Timestamp), _byMinute)),
                Assert.Single(BarAggregator.Aggregate(shuffled, late)));
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -5)]
    public void A_trade_without_a_positive_price_and_size_is_an_error(int price, int size) =>
        Assert.Throws<ArgumentException>(() => new BarAggregator(_byMinute).TryAdd(At(0, price, size), out _));

    [Fact]
    public void An_interval_that_is_not_positive_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new BarAggregator(new BarAggregatorOptions { Interval = TimeSpan.Zero }));

    [Fact]
    public void Minute_bars_roll_up_to_what_the_trades_give_for_the_day() =>
        Gen.Select(Gen.Int[0, 12_599], Gen.Int[1, 100], Gen.Int[1, 50]).Array[1, 200].Sample(raw =>
        {
            Trade[] trades = [.. raw.OrderBy(trade => trade.Item1)
                .Select(trade => At(trade.Item1, trade.Item2, trade.Item3))];
            Bar[] minutes = [.. BarAggregator.Aggregate(trades, _byMinute)];
            Bar day = Assert.Single(BarAggregator.Aggregate(trades, _byMinute with { Interval = TimeSpan.FromDays(1) }));

            Bar rolled = BarRollup.Combine(minutes)!.Value;
            Assert.Equal(day with { Start = rolled.Start, Vwap = null }, rolled with { Vwap = null });
            Assert.Equal((double)day.Vwap!.Value, (double)rolled.Vwap!.Value, 1e-12);
            DailyBar daily = BarRollup.ToDaily(_halfDay, minutes)!.Value;
            Assert.Equal(
                new DailyBar(_halfDay.Date, day.Open, day.High, day.Low, day.Close, day.Volume),
                daily);
        });

    [Fact]
    public void A_roll_up_refuses_bars_that_are_out_of_order_or_of_another_session()
    {
        Bar[] bars = [.. BarAggregator.Aggregate([At(0, 10m, 1), At(60, 10m, 1)], _byMinute)];

        Assert.Null(BarRollup.ToDaily(_halfDay, []));
        Assert.Throws<ArgumentException>(() => BarRollup.Combine([bars[1], bars[0]]));
        Assert.Throws<ArgumentException>(() => BarRollup.Combine([bars[0], bars[0]]));
        Assert.Throws<ArgumentException>(() => BarRollup.ToDaily(ExchangeCalendar.Nyse.Next(_halfDay.Date), bars));
    }

    private static Trade At(double seconds, decimal price, long size) =>
        new(_halfDay.Open.AddSeconds(seconds), price, size);
}
