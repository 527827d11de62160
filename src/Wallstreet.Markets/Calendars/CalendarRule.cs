namespace Wallstreet.Markets.Calendars;

/// <summary>A rule that gives at most one deviation a year, between the years in which it held.</summary>
/// <param name="Kind">What the rule does to the day.</param>
/// <param name="Reason">The holiday's name.</param>
/// <param name="Years">The first and the last year of the rule, inclusive.</param>
/// <param name="LocalTime">The early close, null for a closure.</param>
/// <param name="FindDate">The date in a year, or null when the rule does not apply in that year.</param>
internal sealed record CalendarRule(
    CalendarDeviationKind Kind,
    string Reason,
    (int First, int Last) Years,
    TimeOnly? LocalTime,
    Func<int, DateOnly?> FindDate)
{
    /// <summary>The deviation that the rule makes in a year, if any.</summary>
    public CalendarDeviation? Find(int year)
    {
        if (year < Years.First || year > Years.Last || FindDate(year) is not { } date)
        {
            return null;
        }

        return new CalendarDeviation(date, Kind, LocalTime, Reason);
    }
}
