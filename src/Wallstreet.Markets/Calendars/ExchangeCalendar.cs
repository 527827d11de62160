using System.Globalization;

namespace Wallstreet.Markets.Calendars;

/// <summary>
/// The trading sessions of one exchange. Holds a compact table made once from rules, so every lookup is a few array
/// reads and allocates nothing. Dates are the exchange's local dates; instants are UTC. Instances are immutable.
/// </summary>
public sealed class ExchangeCalendar
{
    private readonly CalendarTable _table;

    internal ExchangeCalendar(CalendarTable table) => _table = table;

    /// <summary>The New York Stock Exchange (MIC <c>XNYS</c>), 1990-01-01 to 2030-12-31.</summary>
    public static ExchangeCalendar Nyse { get; } = new(CalendarTable.BuildNyse());

    /// <summary>The ISO 10383 market identifier code, such as <c>XNYS</c>.</summary>
    public string Name => _table.Name;

    /// <summary>The IANA time zone of the exchange.</summary>
    public string TimeZoneId => _table.TimeZoneId;

    /// <summary>The first date the calendar knows (inclusive).</summary>
    public DateOnly FirstDate => _table.FirstDate;

    /// <summary>The last date the calendar knows (inclusive).</summary>
    public DateOnly LastDate => _table.LastDate;

    /// <summary>Every weekday that differs from the regular hours, oldest first.</summary>
    public IReadOnlyList<CalendarDeviation> Deviations => _table.Deviations;

    /// <summary>The sessions from one date to another, both inclusive; empty when the range is empty.</summary>
    /// <param name="from">The first date.</param>
    /// <param name="to">The last date.</param>
    /// <exception cref="CalendarRangeException">A bound lies outside the known years.</exception>
    public SessionRange Sessions(DateOnly from, DateOnly to)
    {
        int first = _table.OrdinalAtOrAfter(Require(from));
        int end = _table.OrdinalAtOrAfter(Require(to) + 1);
        return new SessionRange(this, first, Math.Max(0, end - first));
    }

    /// <summary>The session of a date, or null when the exchange was closed.</summary>
    /// <param name="date">A local date.</param>
    /// <exception cref="CalendarRangeException">The date lies outside the known years.</exception>
    public TradingSession? FindSession(DateOnly date)
    {
        int day = Require(date);
        return _table.IsSession(day) ? _table.Session(_table.OrdinalAtOrAfter(day)) : null;
    }

    /// <summary>The session of a date.</summary>
    /// <param name="date">A local date.</param>
    /// <exception cref="CalendarRangeException">The date lies outside the known years.</exception>
    /// <exception cref="NoSessionException">The exchange was closed; the message says why.</exception>
    public TradingSession GetSession(DateOnly date) =>
        FindSession(date) ?? throw new NoSessionException(date, DescribeClosure(date));

    /// <summary>Whether the exchange held a session on a date.</summary>
    /// <param name="date">A local date.</param>
    /// <exception cref="CalendarRangeException">The date lies outside the known years.</exception>
    public bool IsSession(DateOnly date) => _table.IsSession(Require(date));

    /// <summary>The first session after a date.</summary>
    /// <param name="date">A local date, session or not.</param>
    /// <exception cref="CalendarRangeException">The date, or that session, lies outside the known years.</exception>
    public TradingSession Next(DateOnly date)
    {
        int ordinal = _table.OrdinalAtOrAfter(Require(date) + 1);
        return ordinal < _table.SessionCount ? _table.Session(ordinal) : throw Outside(LastDate.AddDays(1));
    }

    /// <summary>The last session before a date.</summary>
    /// <param name="date">A local date, session or not.</param>
    /// <exception cref="CalendarRangeException">The date, or that session, lies outside the known years.</exception>
    public TradingSession Previous(DateOnly date)
    {
        int ordinal = _table.OrdinalAtOrAfter(Require(date)) - 1;
        return ordinal >= 0 ? _table.Session(ordinal) : throw Outside(FirstDate.AddDays(-1));
    }

    /// <summary>The session that is open at an instant, or null when the market is closed then.</summary>
    /// <param name="instant">Any instant within the known years.</param>
    /// <exception cref="CalendarRangeException">The instant lies outside the known years.</exception>
    public TradingSession? FindSessionAt(DateTimeOffset instant)
    {
        // Every session of this exchange opens and closes on one UTC date, which is its local date.
        TradingSession? session = FindSession(DateOnly.FromDateTime(instant.UtcDateTime));
        return session is { } found && found.Contains(instant) ? found : null;
    }

    /// <summary>How many sessions lie before a date; differences of it count sessions in O(1).</summary>
    /// <param name="date">A local date, session or not.</param>
    /// <exception cref="CalendarRangeException">The date lies outside the known years.</exception>
    public int OrdinalOf(DateOnly date) => _table.OrdinalAtOrAfter(Require(date));

    /// <summary>The session with that many sessions before it; the inverse of <see cref="OrdinalOf"/>.</summary>
    /// <param name="ordinal">0 is the calendar's first session.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such session.</exception>
    public TradingSession SessionAtOrdinal(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, _table.SessionCount);
        return _table.Session(ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private int Require(DateOnly date) =>
        date >= FirstDate && date <= LastDate ? date.DayNumber - FirstDate.DayNumber : throw Outside(date);

    private CalendarRangeException Outside(DateOnly date) => new(Name, date, FirstDate, LastDate);

    private string DescribeClosure(DateOnly date)
    {
        CalendarDeviation? closure = Deviations.FirstOrDefault(
            deviation => deviation.Date == date && deviation.Kind == CalendarDeviationKind.Closed);
        string reason = closure?.Reason ?? date.DayOfWeek.ToString();
        int ordinal = _table.OrdinalAtOrAfter(date.DayNumber - FirstDate.DayNumber);
        string next = ordinal < _table.SessionCount
            ? string.Create(CultureInfo.InvariantCulture, $" The next session is {_table.Session(ordinal).Date:yyyy-MM-dd}.")
            : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} held no session on {date:yyyy-MM-dd} ({reason}).{next}");
    }
}
