using System.Globalization;
using Wallstreet.Markets.Actions;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Simulation;

/// <summary>
/// SimEx: an invented exchange (<c>XSIM</c>) with forty invented securities whose bars look like a market's and are the
/// same bytes on every machine and every run. Any symbol and session can be made alone, in any order, from any thread.
/// <para>
/// Prices are raw (not adjusted) whole cents; sessions are those of the NYSE calendar. The plain methods give the truth:
/// the minute bars of a session aggregate exactly to its daily bar. The <c>Delivered…</c> methods give the same bars as
/// a careless vendor would send them; <see cref="InjectedErrors"/> tells every difference.
/// </para>
/// </summary>
public sealed class SimulatedExchange
{
    private readonly SessionRange _sessions;
    private readonly SecurityProfile[] _profiles;
    private readonly Dictionary<string, int> _indexBySymbol;
    private readonly Dictionary<string, Lazy<FactorDay[]>> _sectors;
    private readonly Lazy<FactorDay[]> _market;
    private readonly Lazy<SecurityPath>[] _paths;
    private readonly int _firstOrdinal;

    /// <summary>Opens a simulated market; nothing is computed before it is asked for.</summary>
    /// <param name="options">Which market; null for the default one.</param>
    /// <exception cref="ArgumentException">An option lies outside its range.</exception>
    public SimulatedExchange(SimulatedExchangeOptions? options = null)
    {
        Options = Validate(options ?? new SimulatedExchangeOptions());
        _sessions = Calendar.Sessions(Options.FirstDate, Options.LastDate);
        _firstOrdinal = Calendar.OrdinalOf(Options.FirstDate);
        _profiles = [.. SimulatedUniverse.Between(_sessions[0].Date, _sessions[_sessions.Count - 1].Date)
            .Select(security => SecurityProfile.Draw(Options.Seed, security))];
        Securities = [.. _profiles.Select(static profile => profile.Security)];
        Symbols = [.. Securities.Select(static security => security.Symbol)];
        _indexBySymbol = Symbols.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index);
        _market = new(() => FactorPath.OfMarket(Options.Seed, _sessions));
        _sectors = Securities.Select(static security => security.Sector).Distinct().ToDictionary(
            static sector => sector,
            sector => new Lazy<FactorDay[]>(() => FactorPath.OfSector(Options.Seed, sector, _sessions)));
        _paths = [.. _profiles.Select(profile => new Lazy<SecurityPath>(() => Walk(profile)))];
    }

    /// <summary>The invented market identifier code.</summary>
    public static string Mic => "XSIM";

    /// <summary>The options that identify this market.</summary>
    public SimulatedExchangeOptions Options { get; }

    /// <summary>The sessions of the exchange are those of the NYSE.</summary>
    public ExchangeCalendar Calendar { get; } = ExchangeCalendar.Nyse;

    /// <summary>All symbols, in ordinal order.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>The security master, in order of symbol.</summary>
    public IReadOnlyList<SimulatedSecurity> Securities { get; }

    /// <summary>The master row of a symbol.</summary>
    /// <param name="symbol">A symbol such as <c>BYTE.SIM</c>.</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public SimulatedSecurity GetSecurity(string symbol) => Securities[IndexOf(symbol)];

    /// <summary>The securities that trade on a date, in order of symbol.</summary>
    /// <param name="date">The date of a session.</param>
    public IEnumerable<SimulatedSecurity> SecuritiesListedOn(DateOnly date) =>
        Securities.Where(security => IsListed(security, date));

    /// <summary>The true daily bars of a security, oldest first; sessions on which it is not listed are left out.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="from">The first date (inclusive).</param>
    /// <param name="to">The last date (inclusive).</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    /// <exception cref="CalendarRangeException">A date lies outside the calendar.</exception>
    public IReadOnlyList<DailyBar> DailyBars(string symbol, DateOnly from, DateOnly to)
    {
        int index = IndexOf(symbol);
        SessionRange sessions = ListedSessions(index, from, to);
        var bars = new DailyBar[sessions.Count];
        for (int i = 0; i < bars.Length; i++)
        {
            TradingSession session = sessions[i];
            DailyTicks day = Day(index, session.Date);
            bars[i] = new DailyBar(
                session.Date,
                BarColumns.ToPrice(day.Open),
                BarColumns.ToPrice(day.High),
                BarColumns.ToPrice(day.Low),
                BarColumns.ToPrice(day.Close),
                day.Volume);
        }

        return bars;
    }

    /// <summary>Appends the true daily bars of a security; each starts at its session's open.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="from">The first date (inclusive).</param>
    /// <param name="to">The last date (inclusive).</param>
    /// <param name="columns">Where to append.</param>
    /// <returns>How many bars were appended.</returns>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public int DailyBars(string symbol, DateOnly from, DateOnly to, BarColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int index = IndexOf(symbol);
        int before = columns.Count;
        foreach (TradingSession session in ListedSessions(index, from, to))
        {
            WriteDay(index, session, columns.Reserve(1), 0);
            columns.Advance(1);
        }

        return columns.Count - before;
    }

    /// <summary>Appends the daily bars of a security as delivered, with the errors of the truth log.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="from">The first date (inclusive).</param>
    /// <param name="to">The last date (inclusive).</param>
    /// <param name="columns">Where to append.</param>
    /// <returns>How many bars were appended.</returns>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public int DeliveredDailyBars(string symbol, DateOnly from, DateOnly to, BarColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int index = IndexOf(symbol);
        int before = columns.Count;
        foreach (TradingSession session in ListedSessions(index, from, to))
        {
            columns.Advance(DeliverDay(index, session, columns.Reserve(2)));
        }

        return columns.Count - before;
    }

    /// <summary>Appends the true one-minute bars of one session.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="date">The session.</param>
    /// <param name="columns">Where to append.</param>
    /// <returns>How many bars were appended: the session's minutes.</returns>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    /// <exception cref="NoSessionException">The exchange was closed.</exception>
    /// <exception cref="SecurityNotListedException">The security did not trade on that day.</exception>
    public int MinuteBars(string symbol, DateOnly date, BarColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int index = IndexOf(symbol);
        TradingSession session = RequireListed(index, date);
        FillMinutes(index, session, columns.Reserve(session.MinuteCount));
        columns.Advance(session.MinuteCount);
        return session.MinuteCount;
    }

    /// <summary>Writes the true one-minute bars of one session into the caller's memory; allocates nothing.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="date">The session.</param>
    /// <param name="bars">Where to write; at least as long as the session has minutes.</param>
    /// <returns>How many bars were written.</returns>
    /// <exception cref="ArgumentException">The spans are too short.</exception>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    /// <exception cref="NoSessionException">The exchange was closed.</exception>
    /// <exception cref="SecurityNotListedException">The security did not trade on that day.</exception>
    public int MinuteBars(string symbol, DateOnly date, in BarSpans bars)
    {
        int index = IndexOf(symbol);
        TradingSession session = RequireListed(index, date);
        FillMinutes(index, session, bars.Slice(0, session.MinuteCount));
        return session.MinuteCount;
    }

    /// <summary>Appends the one-minute bars of one session as delivered, with the errors of the truth log.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="date">The session.</param>
    /// <param name="columns">Where to append.</param>
    /// <returns>How many bars were appended.</returns>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    /// <exception cref="NoSessionException">The exchange was closed.</exception>
    /// <exception cref="SecurityNotListedException">The security did not trade on that day.</exception>
    public int DeliveredMinuteBars(string symbol, DateOnly date, BarColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int index = IndexOf(symbol);
        TradingSession session = RequireListed(index, date);
        int count = session.MinuteCount;
        BarSpans bars = columns.Reserve(count + 1);
        FillMinutes(index, session, bars.Slice(0, count));
        InjectedError? error = ErrorInjector.FindInMinutes(Options, _profiles[index], date, count);
        int delivered = error is null ? count : ErrorInjector.Apply(error, bars, count);
        columns.Advance(delivered);
        return delivered;
    }

    /// <summary>The corporate actions of a security over the whole range of the market, oldest first.</summary>
    /// <param name="symbol">The security.</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public IReadOnlyList<CorporateAction> CorporateActions(string symbol) => _paths[IndexOf(symbol)].Value.Actions;

    /// <summary>The truth log: every error in the delivered bars of a security, oldest first.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="from">The first date (inclusive).</param>
    /// <param name="to">The last date (inclusive).</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public IEnumerable<InjectedError> InjectedErrors(string symbol, DateOnly from, DateOnly to)
    {
        int index = IndexOf(symbol);
        return ListedSessions(index, from, to).SelectMany(session => ErrorsOf(_profiles[index], session));
    }

    private static bool IsListed(SimulatedSecurity security, DateOnly date) =>
        date >= security.ListedOn && date <= (security.DelistedOn ?? DateOnly.MaxValue);

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static SimulatedExchangeOptions Validate(SimulatedExchangeOptions options)
    {
        ExchangeCalendar calendar = ExchangeCalendar.Nyse;
        if (calendar.Sessions(options.FirstDate, options.LastDate).Count == 0)
        {
            throw new ArgumentException(
                $"There is no session between FirstDate {options.FirstDate:yyyy-MM-dd} and LastDate " +
                $"{options.LastDate:yyyy-MM-dd}; widen the range.",
                nameof(options));
        }

        RequirePerThousand(options.MinuteErrorsPerThousandSessions, nameof(options.MinuteErrorsPerThousandSessions));
        RequirePerThousand(options.DailyErrorsPerThousandSessions, nameof(options.DailyErrorsPerThousandSessions));
        return options;
    }

    private static void RequirePerThousand(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1000, name);
    }

    private IEnumerable<InjectedError> ErrorsOf(SecurityProfile profile, TradingSession session)
    {
        if (ErrorInjector.FindInDays(Options, profile, session.Date) is { } daily)
        {
            yield return daily;
        }

        if (ErrorInjector.FindInMinutes(Options, profile, session.Date, session.MinuteCount) is { } minute)
        {
            yield return minute;
        }
    }

    private int IndexOf(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return _indexBySymbol.TryGetValue(symbol, out int index)
            ? index
            : throw new UnknownSecurityException(
                symbol,
                $"{Mic} lists no security '{symbol}'. Its {Symbols.Count} symbols end in .SIM, such as {Symbols[0]}.");
    }

    private TradingSession RequireListed(int index, DateOnly date)
    {
        TradingSession session = Calendar.GetSession(date);
        SimulatedSecurity security = Securities[index];
        if (IsListed(security, date) && date <= Options.LastDate)
        {
            return session;
        }

        DateOnly last = security.DelistedOn ?? Options.LastDate;
        throw new SecurityNotListedException(
            security.Symbol,
            date,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{security.Symbol} has no data for {date:yyyy-MM-dd}: it trades ") +
                string.Create(CultureInfo.InvariantCulture, $"from {security.ListedOn:yyyy-MM-dd} to {last:yyyy-MM-dd}."));
    }

    private SessionRange ListedSessions(int index, DateOnly from, DateOnly to)
    {
        SimulatedSecurity security = Securities[index];
        DateOnly first = Later(from, security.ListedOn);
        DateOnly last = Earlier(to, security.DelistedOn ?? Options.LastDate);
        return Calendar.Sessions(first, last);
    }

    private SecurityPath Walk(SecurityProfile profile)
    {
        SimulatedSecurity security = profile.Security;
        SessionRange sessions = Calendar.Sessions(security.ListedOn, security.DelistedOn ?? Options.LastDate);
        int offset = Calendar.OrdinalOf(security.ListedOn) - _firstOrdinal;
        return SecurityPath.Walk(
            Options.Seed,
            profile,
            sessions,
            _market.Value.AsSpan(offset),
            _sectors[security.Sector].Value.AsSpan(offset));
    }

    private DailyTicks Day(int index, DateOnly date) =>
        _paths[index].Value.Days[Calendar.OrdinalOf(date) - Calendar.OrdinalOf(Securities[index].ListedOn)];

    private void FillMinutes(int index, TradingSession session, in BarSpans bars)
    {
        DailyTicks day = Day(index, session.Date);
        RandomStream random = RandomStream.Open(
            Options.Seed, _profiles[index].Subject, session.Date.DayNumber, RandomPurpose.Minute);
        MinuteBarGenerator.Fill(day, random, bars);
        bars.SessionDays.Fill(BarColumns.ToDays(session.Date));
        long start = BarColumns.ToMicros(session.Open);
        for (int i = 0; i < bars.StartMicros.Length; i++)
        {
            bars.StartMicros[i] = start;
            start += TimeSpan.MicrosecondsPerMinute;
        }
    }

    private void WriteDay(int index, TradingSession session, in BarSpans bars, int at)
    {
        DailyTicks day = Day(index, session.Date);
        bars.StartMicros[at] = BarColumns.ToMicros(session.Open);
        bars.SessionDays[at] = BarColumns.ToDays(session.Date);
        bars.Open[at] = day.Open;
        bars.High[at] = day.High;
        bars.Low[at] = day.Low;
        bars.Close[at] = day.Close;
        bars.Volume[at] = day.Volume;
    }

    private int DeliverDay(int index, TradingSession session, in BarSpans bars)
    {
        WriteDay(index, session, bars, 0);
        InjectedError? error = ErrorInjector.FindInDays(Options, _profiles[index], session.Date);
        if (error is null)
        {
            return 1;
        }

        if (error.Kind != InjectedErrorKind.StalePrice)
        {
            return ErrorInjector.Apply(error, bars, 1);
        }

        // The whole bar of the session before, under this session's date.
        WriteDay(index, Calendar.Previous(session.Date), bars, 0);
        bars.StartMicros[0] = BarColumns.ToMicros(session.Open);
        bars.SessionDays[0] = BarColumns.ToDays(session.Date);
        return 1;
    }
}
