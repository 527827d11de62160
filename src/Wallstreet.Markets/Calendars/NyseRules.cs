using static Wallstreet.Markets.Calendars.CalendarDeviationKind;
using static Wallstreet.Markets.Calendars.DateRules;

namespace Wallstreet.Markets.Calendars;

/// <summary>
/// When the New York Stock Exchange was or will be shut, late or early, 1990 to 2030.
/// Sources: NYSE Rule 7.2 (holidays and their observance), the exchange's "Special Closings since 1885" list, and its
/// published holiday calendars; years to come follow the rules as they stand.
/// </summary>
internal static class NyseRules
{
    public const int FirstYear = 1990;
    public const int LastYear = 2030;

    private static readonly TimeOnly _onePm = new(13, 0);
    private static readonly TimeOnly _twoPm = new(14, 0);

    public static IReadOnlyList<CalendarRule> Yearly { get; } =
    [
        Holiday("New Year's Day", FirstYear, static year => OnDay(new(year, 1, 1), IsWeekday)),
        Holiday(
            "New Year's Day (observed)",
            FirstYear,
            static year => new DateOnly(year, 1, 1).DayOfWeek == DayOfWeek.Sunday ? new DateOnly(year, 1, 2) : null),
        Holiday("Martin Luther King Jr. Day", 1998, static year => NthWeekday(year, 1, DayOfWeek.Monday, 3)),
        Holiday("Washington's Birthday", FirstYear, static year => NthWeekday(year, 2, DayOfWeek.Monday, 3)),
        Holiday("Good Friday", FirstYear, static year => EasterSunday(year).AddDays(-2)),
        Holiday("Memorial Day", FirstYear, static year => LastWeekday(year, 5, DayOfWeek.Monday)),
        Holiday("Juneteenth", 2022, static year => Observed(new(year, 6, 19))),
        Holiday("Independence Day", FirstYear, static year => Observed(new(year, 7, 4))),
        Holiday("Labor Day", FirstYear, static year => NthWeekday(year, 9, DayOfWeek.Monday, 1)),
        Holiday("Thanksgiving Day", FirstYear, static year => NthWeekday(year, 11, DayOfWeek.Thursday, 4)),
        Holiday("Christmas Day", FirstYear, static year => Observed(new(year, 12, 25))),

        Early("Christmas Eve", (FirstYear, 1992), _twoPm, ChristmasEve),
        Early("Christmas Eve", (1993, LastYear), _onePm, ChristmasEve),
        Early("day after Thanksgiving", (1992, 1992), _twoPm, DayAfterThanksgiving),
        Early("day after Thanksgiving", (1993, LastYear), _onePm, DayAfterThanksgiving),
        Early("day before Independence Day", (1995, 2012), _onePm, static year => JulyThird(year, thursdayToo: false)),
        Early("day before Independence Day", (2013, LastYear), _onePm, static year => JulyThird(year, thursdayToo: true)),
        Early("Friday after Independence Day", (1995, 2012), _onePm, static year => FridayAfter(new(year, 7, 4))),
        Early("Friday after Christmas", (1993, 2003), _onePm, static year => FridayAfter(new(year, 12, 25))),
    ];

    public static IReadOnlyList<CalendarDeviation> Special { get; } =
    [
        Late(1990, 12, 27, 11, 0, "Con Edison transformer (source text 11:00; code says 09:31)"),
        Late(1991, 1, 17, 9, 31, "moment of silence"),
        Late(1991, 2, 25, 9, 31, "moment of silence"),
        ShortDay(1994, 2, 11, 14, 30, "snowstorm"),
        Shut(1994, 4, 27, "Nixon mourning"),
        Late(1995, 12, 18, 10, 30, "computer trouble"),
        ShortDay(1996, 1, 8, 14, 0, "snowstorm (late open 11:00)"),
        Late(1996, 1, 8, 11, 0, "snowstorm"),
        ShortDay(1997, 10, 27, 15, 30, "circuit breaker"),
        Shut(2001, 9, 11, "9/11"),
        Shut(2001, 9, 12, "9/11"),
        Shut(2001, 9, 13, "9/11"),
        Shut(2001, 9, 14, "9/11"),
        Late(2001, 9, 17, 9, 33, "moment of silence"),
        Late(2001, 10, 8, 9, 31, "moment of silence"),
        Late(2002, 9, 11, 12, 0, "9/11 anniversary"),
        Late(2003, 3, 20, 9, 32, "moment of silence"),
        Late(2004, 6, 7, 9, 32, "moment of silence"),
        Shut(2004, 6, 11, "Reagan mourning"),
        ShortDay(2005, 6, 1, 15, 56, "systems problem"),
        Late(2006, 12, 27, 9, 32, "moment of silence"),
        Shut(2007, 1, 2, "Ford mourning"),
        Shut(2012, 10, 29, "Hurricane Sandy"),
        Shut(2012, 10, 30, "Hurricane Sandy"),
        Shut(2018, 12, 5, "G.H.W. Bush mourning"),
        Shut(2025, 1, 9, "Carter mourning"),
    ];

    private static CalendarRule Holiday(string reason, int firstYear, Func<int, DateOnly?> findDate) =>
        new(Closed, reason, (firstYear, LastYear), null, findDate);

    private static CalendarRule Early(string reason, (int, int) years, TimeOnly time, Func<int, DateOnly?> findDate) =>
        new(EarlyClose, reason, years, time, findDate);

    private static CalendarDeviation Shut(int year, int month, int day, string reason) =>
        new(new(year, month, day), Closed, null, reason);

    private static CalendarDeviation Late(int year, int month, int day, int hour, int minute, string reason) =>
        new(new(year, month, day), LateOpen, new(hour, minute), reason);

    private static CalendarDeviation ShortDay(int year, int month, int day, int hour, int minute, string reason) =>
        new(new(year, month, day), EarlyClose, new(hour, minute), reason);

    private static DateOnly? OnDay(DateOnly date, Func<DateOnly, bool> condition) => condition(date) ? date : null;

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    // On a Friday the exchange is shut for a Saturday Christmas.
    private static DateOnly? ChristmasEve(int year) =>
        OnDay(new(year, 12, 24), static date => IsWeekday(date) && date.DayOfWeek != DayOfWeek.Friday);

    private static DateOnly? DayAfterThanksgiving(int year) =>
        NthWeekday(year, 11, DayOfWeek.Thursday, 4).AddDays(1);

    // July 3 is a half day when July 4 falls on Tuesday to Friday; until 2012 a Thursday moved it to Friday the 5th.
    private static DateOnly? JulyThird(int year, bool thursdayToo)
    {
        DayOfWeek fourth = new DateOnly(year, 7, 4).DayOfWeek;
        bool applies = fourth is DayOfWeek.Tuesday or DayOfWeek.Wednesday or DayOfWeek.Friday ||
            (thursdayToo && fourth == DayOfWeek.Thursday);
        return applies ? new DateOnly(year, 7, 3) : null;
    }

    private static DateOnly? FridayAfter(DateOnly holiday) =>
        holiday.DayOfWeek == DayOfWeek.Thursday ? holiday.AddDays(1) : null;
}
