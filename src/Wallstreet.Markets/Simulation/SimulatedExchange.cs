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
    private readonly Dictionary<string, ListedSecurity> _bySymbol;
    private readonly Dictionary<string, Lazy<FactorDay[]>> _sectors;
    private readonly Lazy<FactorDay[]> _market;
    private readonly int _firstOrdinal;

    /// <summary>Opens a simulated market; nothing is computed before it is asked for.</summary>
    /// <param name="options">Which market; null for the default one.</param>
    /// <exception cref="ArgumentException">An option lies outside its range.</exception>
    public SimulatedExchange(SimulatedExchangeOptions? options = null)
    {
        Options = Validate(options ?? new SimulatedExchangeOptions());
        SessionRange sessions = Calendar.Sessions(Options.FirstDate, Options.LastDate);
        _firstOrdinal = Calendar.OrdinalOf(Options.FirstDate);
        _bySymbol = SimulatedUniverse.Between(sessions[0].Date, sessions[^1].Date)
            .Select(master => SecurityProfile.Draw(Options.Seed, master))
            .Select(profile => new ListedSecurity(Options, Calendar, profile, Walk))
            .ToDictionary(static security => security.Master.Symbol);
        Securities = [.. _bySymbol.Values.Select(static security => security.Master)];
        Symbols = [.. Securities.Select(static security => security.Symbol)];
        _market = new(() => FactorPath.OfMarket(Options.Seed, sessions));
        _sectors = Securities.Select(static security => security.Sector).Distinct().ToDictionary(
            static sector => sector,
            sector => new Lazy<FactorDay[]>(() => FactorPath.OfSector(Options.Seed, sector, sessions)));
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
    public SimulatedSecurity GetSecurity(string symbol) => Get(symbol).Master;

    /// <summary>The securities that trade on a date, in order of symbol.</summary>
    /// <param name="date">The date of a session.</param>
    public IEnumerable<SimulatedSecurity> SecuritiesListedOn(DateOnly date) =>
        _bySymbol.Values
        .Where(security => security.IsListedOn(date))
        .Select(static security => security.Master);

    /// <summary>The true daily bars of a security, oldest first; sessions on which it is not listed are left out.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="from">The first date (inclusive).</param>
    /// <param name="to">The last date (inclusive).</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    /// <exception cref="CalendarRangeException">A date lies outside the calendar.</exception>
    public IReadOnlyList<DailyBar> DailyBars(string symbol, DateOnly from, DateOnly to)
    {
        ListedSecurity security = Get(symbol);
        SessionRange sessions = security.Sessions(from, to);
        var bars = new DailyBar[sessions.Count];
        for (int i = 0; i < bars.Length; i++)
        {
            TradingSession session = sessions[i];
            DailyTicks day = security.Day(session.Date);
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
        ListedSecurity security = Get(symbol);
        int before = columns.Count;
        foreach (TradingSession session in security.Sessions(from, to))
        {
            security.WriteDay(session, columns.Reserve(1));
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
        ListedSecurity security = Get(symbol);
        int before = columns.Count;
        foreach (TradingSession session in security.Sessions(from, to))
        {
            columns.Advance(security.DeliverDay(session, columns.Reserve(2)));
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
        ListedSecurity security = Get(symbol);
        TradingSession session = security.GetSession(date);
        security.WriteMinutes(session, columns.Reserve(session.MinuteCount));
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
        ListedSecurity security = Get(symbol);
        TradingSession session = security.GetSession(date);
        security.WriteMinutes(session, bars.Slice(0, session.MinuteCount));
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
        ListedSecurity security = Get(symbol);
        TradingSession session = security.GetSession(date);
        int delivered = security.DeliverMinutes(session, columns.Reserve(session.MinuteCount + 1));
        columns.Advance(delivered);
        return delivered;
    }

    /// <summary>The corporate actions of a security over the whole range of the market, oldest first.</summary>
    /// <param name="symbol">The security.</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public IReadOnlyList<CorporateAction> CorporateActions(string symbol) => Get(symbol).Path.Actions;

    /// <summary>The truth log: every error in the delivered bars of a security, oldest first.</summary>
    /// <param name="symbol">The security.</param>
    /// <param name="from">The first date (inclusive).</param>
    /// <param name="to">The last date (inclusive).</param>
    /// <exception cref="UnknownSecurityException">There is no such symbol.</exception>
    public IEnumerable<InjectedError> InjectedErrors(string symbol, DateOnly from, DateOnly to)
    {
        ListedSecurity security = Get(symbol);
        return security.Sessions(from, to).SelectMany(security.ErrorsOf);
    }

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

    private ListedSecurity Get(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return _bySymbol.TryGetValue(symbol, out ListedSecurity? security)
            ? security
            : throw new UnknownSecurityException(
                symbol,
                $"{Mic} lists no security '{symbol}'. Its {Symbols.Count} symbols end in .SIM, such as {Symbols[0]}.");
    }

    private SecurityPath Walk(SecurityProfile profile, SessionRange sessions)
    {
        int offset = Calendar.OrdinalOf(profile.Security.ListedOn) - _firstOrdinal;
        return SecurityPath.Walk(
            Options.Seed,
            profile,
            sessions,
            _market.Value.AsSpan(offset),
            _sectors[profile.Security.Sector].Value.AsSpan(offset));
    }
}
