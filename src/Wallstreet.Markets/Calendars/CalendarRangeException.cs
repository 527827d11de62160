using System.Globalization;

namespace Wallstreet.Markets.Calendars;

/// <summary>A date was asked for that lies outside the years a calendar knows.</summary>
public sealed class CalendarRangeException : ArgumentException
{
    /// <summary>Says which calendar was asked, for what, and what it knows.</summary>
    /// <param name="calendar">The calendar's name.</param>
    /// <param name="date">The date asked for.</param>
    /// <param name="first">The first date known.</param>
    /// <param name="last">The last date known.</param>
    public CalendarRangeException(string calendar, DateOnly date, DateOnly first, DateOnly last)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The calendar {calendar} knows {first:yyyy-MM-dd} to {last:yyyy-MM-dd}; {date:yyyy-MM-dd} lies outside. ") +
            "Ask for a date within, or extend the calendar's rules.")
    {
        Date = date;
        First = first;
        Last = last;
    }

    /// <summary>The date asked for.</summary>
    public DateOnly Date { get; }

    /// <summary>The first date the calendar knows.</summary>
    public DateOnly First { get; }

    /// <summary>The last date the calendar knows.</summary>
    public DateOnly Last { get; }
}
