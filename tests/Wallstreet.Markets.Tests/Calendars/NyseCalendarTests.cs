using System.Globalization;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Tests.Calendars;

public sealed class NyseCalendarTests
{
    private static readonly ExchangeCalendar _nyse = ExchangeCalendar.Nyse;

    [Fact]
    public void The_rules_reproduce_every_line_of_the_exceptions_file_and_no_other()
    {
        string[] expected = [.. File.ReadLines(SharedFiles.Find("calendar/nyse_exceptions_1990_2030.csv"))
            .Skip(1)
            .Order(StringComparer.Ordinal)];
        string[] actual = [.. _nyse.Deviations.Select(ToLine).Order(StringComparer.Ordinal)];

        Assert.Equal(477, expected.Length);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("prices_wide/SPY_close_1993_2024.csv", 1993, 2024)]
    [InlineData("index/SP500_daily_2000_2020.csv", 2000, 2020)]
    public void The_sessions_are_the_dates_of_the_index_and_its_fund(string file, int firstYear, int lastYear)
    {
        DateOnly[] traded = [.. SharedFiles.Rows(file).Select(static row => Day(row[0]))];
        Assert.Equal((firstYear, lastYear), (traded[0].Year, traded[^1].Year));

        DateOnly[] sessions = [.. _nyse.Sessions(traded[0], traded[^1]).Select(static session => session.Date)];

        Assert.Empty(sessions.Except(traded));
        Assert.Empty(traded.Except(sessions));
    }

    [Fact]
    public void Lookups_agree_with_the_sequence_of_sessions_on_every_day()
    {
        int seen = 0;
        for (DateOnly date = _nyse.FirstDate; date <= _nyse.LastDate; date = date.AddDays(1))
        {
            TradingSession? session = _nyse.FindSession(date);
            Assert.Equal(session is not null, _nyse.IsSession(date));
            Assert.Equal(seen, _nyse.OrdinalOf(date));
            if (session is { } found)
            {
                Assert.Equal(date, found.Date);
                Assert.Equal(found, _nyse.SessionAtOrdinal(seen));
                seen++;
            }
        }

        Assert.Equal(seen, _nyse.Sessions(_nyse.FirstDate, _nyse.LastDate).Count);
    }

    [Theory]
    [InlineData("2024-01-16", "14:30", "21:00")] // winter
    [InlineData("2024-07-16", "13:30", "20:00")] // summer
    [InlineData("2024-03-08", "14:30", "21:00")] // the Friday before the clocks go forward
    [InlineData("2024-03-11", "13:30", "20:00")] // the Monday after
    [InlineData("2006-03-13", "14:30", "21:00")] // until 2006 the clocks changed in April
    [InlineData("2006-10-30", "14:30", "21:00")] // and in October
    [InlineData("2024-11-29", "14:30", "18:00")] // half day after Thanksgiving
    [InlineData("1996-01-08", "16:00", "19:00")] // late open and early close on one day
    [InlineData("2001-09-17", "13:33", "20:00")]
    public void Sessions_open_and_close_at_the_right_instant(string date, string open, string close)
    {
        TradingSession session = _nyse.GetSession(Day(date));

        Assert.Equal(At(date, open), session.Open);
        Assert.Equal(At(date, close), session.Close);
        Assert.Equal(TimeSpan.Zero, session.Open.Offset);
    }

    [Fact]
    public void Half_days_say_so_and_count_their_minutes()
    {
        Assert.Equal(390, _nyse.GetSession(new(2024, 7, 2)).MinuteCount);
        Assert.False(_nyse.GetSession(new(2024, 7, 2)).IsEarlyClose);
        Assert.Equal(210, _nyse.GetSession(new(2024, 7, 3)).MinuteCount);
        Assert.True(_nyse.GetSession(new(2024, 7, 3)).IsEarlyClose);
        Assert.True(_nyse.GetSession(new(2002, 9, 11)).IsLateOpen);
    }

    [Fact]
    public void Next_and_previous_step_over_weekends_and_closures()
    {
        Assert.Equal(new DateOnly(2001, 9, 17), _nyse.Next(new(2001, 9, 10)).Date);
        Assert.Equal(new DateOnly(2001, 9, 10), _nyse.Previous(new(2001, 9, 17)).Date);
        Assert.Equal(new DateOnly(2001, 9, 10), _nyse.Previous(new(2001, 9, 15)).Date);
    }

    [Fact]
    public void An_instant_finds_the_session_that_is_open_and_the_close_is_outside()
    {
        TradingSession session = _nyse.GetSession(new(2024, 7, 3));

        Assert.Equal(session, _nyse.FindSessionAt(session.Open));
        Assert.Equal(session, _nyse.FindSessionAt(session.Close.AddTicks(-1)));
        Assert.Null(_nyse.FindSessionAt(session.Close));
        Assert.Null(_nyse.FindSessionAt(session.Open.AddTicks(-1)));
        Assert.Null(_nyse.FindSessionAt(At("2024-07-06", "15:00")));
    }

    [Fact]
    public void A_closed_day_is_an_error_that_says_why_and_what_comes_next()
    {
        NoSessionException error = Assert.Throws<NoSessionException>(() => _nyse.GetSession(new(2001, 9, 11)));

        Assert.Equal("XNYS held no session on 2001-09-11 (9/11). The next session is 2001-09-17.", error.Message);
        Assert.Contains("(Saturday)", Assert.Throws<NoSessionException>(() => _nyse.GetSession(new(2024, 7, 6))).Message);
    }

    [Theory]
    [InlineData("1989-12-31")]
    [InlineData("2031-01-01")]
    public void A_date_outside_the_known_years_is_an_error_that_names_them(string date)
    {
        CalendarRangeException error = Assert.Throws<CalendarRangeException>(() => _nyse.IsSession(Day(date)));

        Assert.Contains("1990-01-01 to 2030-12-31", error.Message);
        Assert.Contains(date, error.Message);
        Assert.Throws<CalendarRangeException>(() => _nyse.FindSession(Day(date)));
        Assert.Throws<CalendarRangeException>(() => _nyse.Sessions(Day(date), new(2020, 1, 1)));
        Assert.Throws<CalendarRangeException>(() => _nyse.Sessions(new(2020, 1, 1), Day(date)));
    }

    [Fact]
    public void Stepping_past_either_end_is_an_error()
    {
        Assert.Throws<CalendarRangeException>(() => _nyse.Next(new(2030, 12, 31)));
        Assert.Throws<CalendarRangeException>(() => _nyse.Previous(new(1990, 1, 1)));
        Assert.Throws<CalendarRangeException>(() => _nyse.Previous(new(1990, 1, 2)));
    }

    [Fact]
    public void An_empty_range_holds_no_session() =>
        Assert.Empty(_nyse.Sessions(new(2024, 7, 2), new(2024, 7, 1)));

    [Fact]
    public void Walking_forty_years_allocates_nothing()
    {
        Assert.True(CountMinutes() > 3_000_000); // warm
        long before = GC.GetAllocatedBytesForCurrentThread();
        long minutes = CountMinutes();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(minutes > 3_000_000);
        Assert.Equal(0, allocated);
    }

    private static long CountMinutes()
    {
        long minutes = 0;
        foreach (TradingSession session in _nyse.Sessions(_nyse.FirstDate, _nyse.LastDate))
        {
            minutes += _nyse.FindSession(session.Date)!.Value.MinuteCount;
        }

        return minutes;
    }

    private static string ToLine(CalendarDeviation deviation)
    {
        string type = deviation.Kind switch
        {
            CalendarDeviationKind.Closed => "closed",
            CalendarDeviationKind.EarlyClose => "early_close",
            _ => "late_open",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{deviation.Date:yyyy-MM-dd},{type},{deviation.LocalTime:HH\\:mm},{deviation.Reason}");
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string date, string time) => new(
        Day(date),
        TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture),
        TimeSpan.Zero);
}
