using Wallstreet.Markets.Calendars;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Lakehouse.Partitions;

/// <summary>The sessions of an exchange's calendar, as partitions know them.</summary>
/// <param name="calendar">The calendar.</param>
public sealed class ExchangeSessions(ExchangeCalendar calendar) : ISessionCalendar
{
    /// <summary>The sessions of the New York Stock Exchange, 1990 to 2030.</summary>
    public static ExchangeSessions Nyse { get; } = new(ExchangeCalendar.Nyse);

    /// <inheritdoc />
    public string Name => calendar.Name;

    /// <summary>The calendar of a market identifier code, for example <c>XNYS</c>.</summary>
    /// <exception cref="UnknownCalendarException">No calendar of that name is known.</exception>
    public static ExchangeSessions Get(string name) => name == Nyse.Name ? Nyse : throw new UnknownCalendarException(name, [Nyse.Name]);

    /// <inheritdoc />
    public IEnumerable<SessionWindow> Sessions(DateOnly first, DateOnly last)
    {
        DateOnly start = first < calendar.FirstDate ? calendar.FirstDate : first;
        DateOnly end = last > calendar.LastDate ? calendar.LastDate : last;
        if (start > end)
        {
            yield break;
        }

        foreach (TradingSession session in calendar.Sessions(start, end))
        {
            yield return new SessionWindow(session.Date, session.Open, session.Close);
        }
    }
}
