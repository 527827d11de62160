using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Wallstreet.Markets.Actions;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;
using Wallstreet.Markets.Simulation;

namespace Wallstreet.Markets.Tests.Simulation;

public sealed class SimulatedExchangeTests
{
    private static readonly SimulatedExchange _exchange = new();

    [Fact]
    public void The_default_market_is_the_same_bytes_on_every_machine_and_run()
    {
        var hash = new XxHash3();
        var columns = new BarColumns(32_768);
        foreach (string symbol in _exchange.Symbols)
        {
            columns.Clear();
            _exchange.DailyBars(symbol, _exchange.Options.FirstDate, _exchange.Options.LastDate, columns);
            Append(hash, columns);
        }

        Assert.Equal("44342f7d80ef1bd9", Hex(hash));

        foreach (SimulatedSecurity security in _exchange.SecuritiesListedOn(new(2018, 2, 5)))
        {
            columns.Clear();
            _exchange.MinuteBars(security.Symbol, new(2018, 2, 5), columns);
            _exchange.DeliveredMinuteBars(security.Symbol, new(2018, 7, 3), columns);
            Append(hash, columns);
        }

        Assert.Equal("6b3022d7c925c6de", Hex(hash));
    }

    [Fact]
    public void A_session_made_alone_equals_the_session_made_after_all_others()
    {
        var alone = new BarColumns();
        new SimulatedExchange().MinuteBars("BYTE.SIM", new(2024, 3, 11), alone);

        var after = new BarColumns();
        var exchange = new SimulatedExchange();
        foreach (string symbol in exchange.Symbols.Reverse())
        {
            exchange.DailyBars(symbol, new(2000, 1, 1), new(2030, 12, 31), after);
        }

        after.Clear();
        exchange.MinuteBars("BYTE.SIM", new(2024, 3, 11), after);

        Assert.Equal(390, alone.Count);
        Assert.Equal(Hex(alone), Hex(after));
    }

    [Fact]
    public void A_later_end_of_the_data_changes_nothing_before_it()
    {
        var shorter = new SimulatedExchange(new SimulatedExchangeOptions { LastDate = new(2012, 6, 29) });

        Assert.Equal(
            _exchange.DailyBars("CHIP.SIM", new(2000, 1, 1), new(2012, 6, 29)),
            shorter.DailyBars("CHIP.SIM", new(2000, 1, 1), new(2030, 12, 31)));
    }

    [Fact]
    public void Another_seed_is_another_market()
    {
        var other = new SimulatedExchange(new SimulatedExchangeOptions { Seed = 2 });

        Assert.NotEqual(
            _exchange.DailyBars("CHIP.SIM", new(2020, 1, 2), new(2020, 1, 31)),
            other.DailyBars("CHIP.SIM", new(2020, 1, 2), new(2020, 1, 31)));
    }

    [Fact]
    public void Threads_that_race_for_a_symbol_see_one_market()
    {
        var exchange = new SimulatedExchange();
        string[] hashes = new string[8];
        Parallel.For(0, hashes.Length, i =>
        {
            var columns = new BarColumns();
            exchange.MinuteBars("VALT.SIM", new(2021, 5, 6), columns);
            hashes[i] = Hex(columns);
        });

        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public void Minute_bars_aggregate_exactly_to_the_daily_bar_of_every_session_checked()
    {
        var columns = new BarColumns();
        int checkedSessions = 0;
        foreach (SimulatedSecurity security in _exchange.Securities)
        {
            DateOnly last = security.DelistedOn ?? _exchange.Options.LastDate;
            foreach (DailyBar day in _exchange.DailyBars(security.Symbol, security.ListedOn, last)
                .Where((_, index) => index % 97 == 0 || index == 0))
            {
                columns.Clear();
                _exchange.MinuteBars(security.Symbol, day.Date, columns);
                Assert.Equal(day, Aggregate(day.Date, columns));
                checkedSessions++;
            }
        }

        Assert.True(checkedSessions > 2_000, $"only {checkedSessions} sessions");
    }

    [Fact]
    public void Every_true_bar_is_consistent_and_follows_the_one_before()
    {
        var columns = new BarColumns(60_000);
        foreach (TradingSession session in _exchange.Calendar.Sessions(new(2020, 1, 2), new(2020, 6, 30)))
        {
            _exchange.MinuteBars("KITE.SIM", session.Date, columns);
        }

        for (int i = 0; i < columns.Count; i++)
        {
            Assert.True(columns[i].IsConsistent, columns[i].ToString());
            Assert.True(columns[i].Volume > 0);
            Assert.True(i == 0 || columns[i].Start > columns[i - 1].Start);
        }
    }

    [Theory]
    [InlineData("2024-07-03", 210)] // half day
    [InlineData("2002-09-11", 240)] // late open
    [InlineData("2024-07-02", 390)]
    public void A_session_has_a_bar_for_each_of_its_minutes(string date, int minutes)
    {
        var columns = new BarColumns(16);
        DateOnly day = DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        TradingSession session = _exchange.Calendar.GetSession(day);

        Assert.Equal(minutes, _exchange.MinuteBars("WATR.SIM", day, columns));
        Assert.Equal(session.Open, columns[0].Start);
        Assert.Equal(session.Close.AddMinutes(-1), columns[minutes - 1].Start);
        Assert.Equal(day.DayNumber - new DateOnly(1970, 1, 1).DayNumber, columns.Filled.SessionDays[0]);
    }

    [Fact]
    public void One_security_is_listed_late_and_one_is_delisted()
    {
        SimulatedSecurity late = Assert.Single(_exchange.Securities, security => security.ListedOn > new DateOnly(2000, 1, 3));
        SimulatedSecurity gone = Assert.Single(_exchange.Securities, security => security.DelistedOn is not null);

        Assert.Equal(40, _exchange.Securities.Count);
        Assert.All(_exchange.Symbols, symbol => Assert.EndsWith(".SIM", symbol, StringComparison.Ordinal));
        Assert.Equal(late.ListedOn, _exchange.DailyBars(late.Symbol, new(2000, 1, 1), new(2020, 1, 1))[0].Date);
        Assert.Equal(gone.DelistedOn, _exchange.DailyBars(gone.Symbol, new(2000, 1, 1), new(2030, 1, 1))[^1].Date);
        Assert.DoesNotContain(late, _exchange.SecuritiesListedOn(new(2010, 1, 4)));
        Assert.DoesNotContain(gone, _exchange.SecuritiesListedOn(new(2020, 1, 2)));
    }

    [Fact]
    public void Asking_for_what_does_not_trade_is_an_error_that_says_why()
    {
        var columns = new BarColumns();

        Assert.Contains("no security 'AAPL'", Assert.Throws<UnknownSecurityException>(
            () => _exchange.MinuteBars("AAPL", new(2020, 1, 2), columns)).Message);
        Assert.Contains("Hurricane Sandy", Assert.Throws<NoSessionException>(
            () => _exchange.MinuteBars("BYTE.SIM", new(2012, 10, 29), columns)).Message);
        Assert.Contains("from 2000-01-03 to 2019-09-27", Assert.Throws<SecurityNotListedException>(
            () => _exchange.MinuteBars("PTRX.SIM", new(2020, 1, 2), columns)).Message);
        Assert.Throws<SecurityNotListedException>(() => _exchange.MinuteBars("NVLA.SIM", new(2016, 5, 11), columns));
        Assert.Throws<CalendarRangeException>(() => _exchange.MinuteBars("BYTE.SIM", new(2031, 1, 2), columns));
        Assert.Equal(0, columns.Count);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedExchange(new() { DailyErrorsPerThousandSessions = 1001 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulatedExchange(new() { MinuteErrorsPerThousandSessions = -1 }));
        Assert.Throws<ArgumentException>(() => new SimulatedExchange(new() { FirstDate = new(2020, 1, 1), LastDate = new(2020, 1, 1) }));
        Assert.Throws<CalendarRangeException>(() => new SimulatedExchange(new() { FirstDate = new(1980, 1, 1) }));
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused_and_exact_ones_are_filled_without_allocation()
    {
        var columns = new BarColumns(390);
        columns.Reserve(390);
        columns.Advance(390);
        Assert.Throws<ArgumentException>(() => _exchange.MinuteBars("BYTE.SIM", new(2024, 7, 2), columns.Filled.Slice(0, 389)));

        Assert.Equal(390, _exchange.MinuteBars("BYTE.SIM", new(2024, 7, 2), columns.Filled));
        long before = GC.GetAllocatedBytesForCurrentThread();
        _exchange.MinuteBars("BYTE.SIM", new(2024, 7, 5), columns.Filled);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_market_splits_and_pays_and_the_adjusted_returns_know_it()
    {
        CorporateAction[] actions = [.. _exchange.Symbols.SelectMany(_exchange.CorporateActions)];

        Assert.True(actions.OfType<Split>().Count(split => split.Ratio > 1) >= 5);
        Assert.True(actions.OfType<CashDividend>().Count() > 500);
        foreach (string symbol in _exchange.Symbols)
        {
            RequirePlausibleAdjustedReturns(symbol);
        }
    }

    private static void RequirePlausibleAdjustedReturns(string symbol)
    {
        IReadOnlyList<DailyBar> bars = _exchange.DailyBars(symbol, new(2000, 1, 1), new(2030, 12, 31));
        (DateOnly, decimal)[] closes = [.. bars.Select(bar => (bar.Date, bar.Close))];
        AdjustmentFactors factors = AdjustmentFactors.Compute(
            _exchange.CorporateActions(symbol),
            date => AdjustmentFactors.FindPreviousClose(closes, date));
        for (int i = 1; i < bars.Count; i++)
        {
            decimal before = bars[i - 1].Close * factors.At(bars[i - 1].Date).Price;
            decimal after = bars[i].Close * factors.At(bars[i].Date).Price;
            Assert.InRange(after / before, 0.59m, 1.41m);
        }
    }

    private static DailyBar Aggregate(DateOnly date, BarColumns columns)
    {
        BarSpans bars = columns.Filled;
        int high = int.MinValue;
        int low = int.MaxValue;
        long volume = 0;
        for (int i = 0; i < bars.Length; i++)
        {
            high = Math.Max(high, bars.High[i]);
            low = Math.Min(low, bars.Low[i]);
            volume += bars.Volume[i];
        }

        return new DailyBar(
            date,
            bars.Open[0] / 100m,
            high / 100m,
            low / 100m,
            bars.Close[^1] / 100m,
            volume);
    }

    private static string Hex(BarColumns columns)
    {
        var hash = new XxHash3();
        Append(hash, columns);
        return Hex(hash);
    }

    private static string Hex(XxHash3 hash) => hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);

    private static void Append(XxHash3 hash, BarColumns columns)
    {
        BarSpans bars = columns.Filled;
        hash.Append(MemoryMarshal.AsBytes(bars.StartMicros));
        hash.Append(MemoryMarshal.AsBytes(bars.SessionDays));
        hash.Append(MemoryMarshal.AsBytes(bars.Open));
        hash.Append(MemoryMarshal.AsBytes(bars.High));
        hash.Append(MemoryMarshal.AsBytes(bars.Low));
        hash.Append(MemoryMarshal.AsBytes(bars.Close));
        hash.Append(MemoryMarshal.AsBytes(bars.Volume));
    }
}
