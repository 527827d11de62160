using System.Globalization;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Simulation;

/// <summary>One security of the exchange: when it trades, and its bars, true and as delivered.</summary>
internal sealed class ListedSecurity
{
    private readonly SimulatedExchangeOptions _options;
    private readonly ExchangeCalendar _calendar;
    private readonly SecurityProfile _profile;
    private readonly Lazy<SecurityPath> _path;
    private readonly int _firstOrdinal;

    public ListedSecurity(
        SimulatedExchangeOptions options,
        ExchangeCalendar calendar,
        SecurityProfile profile,
        Func<SecurityProfile, SessionRange, SecurityPath> walk)
    {
        _options = options;
        _calendar = calendar;
        _profile = profile;
        _firstOrdinal = calendar.OrdinalOf(Master.ListedOn);
        _path = new(() => walk(profile, calendar.Sessions(Master.ListedOn, LastDate)));
    }

    public SimulatedSecurity Master => _profile.Security;

    public SecurityPath Path => _path.Value;

    private DateOnly LastDate => Master.DelistedOn ?? _options.LastDate;

    public bool IsListedOn(DateOnly date) => date >= Master.ListedOn && date <= LastDate;

    /// <summary>The sessions of a range on which the security trades.</summary>
    public SessionRange Sessions(DateOnly from, DateOnly to) => _calendar.Sessions(
        from > Master.ListedOn ? from : Master.ListedOn,
        to < LastDate ? to : LastDate);

    /// <summary>The session of a date on which the security must trade.</summary>
    public TradingSession GetSession(DateOnly date)
    {
        TradingSession session = _calendar.GetSession(date);
        if (IsListedOn(date))
        {
            return session;
        }

        string trades = string.Create(
            CultureInfo.InvariantCulture,
            $"it trades from {Master.ListedOn:yyyy-MM-dd} to {LastDate:yyyy-MM-dd}.");
        throw new SecurityNotListedException(
            Master.Symbol,
            date,
            string.Create(CultureInfo.InvariantCulture, $"{Master.Symbol} has no data for {date:yyyy-MM-dd}: {trades}"));
    }

    public DailyTicks Day(DateOnly date) => Path.Days[_calendar.OrdinalOf(date) - _firstOrdinal];

    /// <summary>Writes the true daily bar of a session into the first place.</summary>
    public void WriteDay(TradingSession session, in BarSpans bars)
    {
        DailyTicks day = Day(session.Date);
        bars.StartMicros[0] = BarColumns.ToMicros(session.Open);
        bars.SessionDays[0] = BarColumns.ToDays(session.Date);
        bars.Open[0] = day.Open;
        bars.High[0] = day.High;
        bars.Low[0] = day.Low;
        bars.Close[0] = day.Close;
        bars.Volume[0] = day.Volume;
    }

    /// <summary>Writes the daily bar of a session as delivered, into room for two.</summary>
    /// <returns>How many bars are delivered: 0 to 2.</returns>
    public int DeliverDay(TradingSession session, in BarSpans bars)
    {
        WriteDay(session, bars);
        InjectedError? error = ErrorInjector.FindInDays(_options, _profile, session.Date);
        if (error is null)
        {
            return 1;
        }

        if (error.Kind != InjectedErrorKind.StalePrice)
        {
            return ErrorInjector.Apply(error, bars, 1);
        }

        // The whole bar of the session before, under this session's date.
        WriteDay(_calendar.Previous(session.Date), bars);
        bars.StartMicros[0] = BarColumns.ToMicros(session.Open);
        bars.SessionDays[0] = BarColumns.ToDays(session.Date);
        return 1;
    }

    /// <summary>Fills the spans, as long as the session has minutes, with its true bars.</summary>
    public void WriteMinutes(TradingSession session, in BarSpans bars)
    {
        RandomStream random = RandomStream.Open(
            _options.Seed, _profile.Subject, session.Date.DayNumber, RandomPurpose.Minute);
        MinuteBarGenerator.Fill(Day(session.Date), random, bars);
        bars.SessionDays.Fill(BarColumns.ToDays(session.Date));
        long start = BarColumns.ToMicros(session.Open);
        for (int i = 0; i < bars.StartMicros.Length; i++)
        {
            bars.StartMicros[i] = start;
            start += TimeSpan.MicrosecondsPerMinute;
        }
    }

    /// <summary>Fills the spans, one longer than the session has minutes, with its bars as delivered.</summary>
    /// <returns>How many bars are delivered.</returns>
    public int DeliverMinutes(TradingSession session, in BarSpans bars)
    {
        int count = session.MinuteCount;
        WriteMinutes(session, bars.Slice(0, count));
        InjectedError? error = ErrorInjector.FindInMinutes(_options, _profile, session.Date, count);
        return error is null ? count : ErrorInjector.Apply(error, bars, count);
    }

    /// <summary>What is wrong in the deliveries of a session.</summary>
    public IEnumerable<InjectedError> ErrorsOf(TradingSession session)
    {
        if (ErrorInjector.FindInDays(_options, _profile, session.Date) is { } daily)
        {
            yield return daily;
        }

        if (ErrorInjector.FindInMinutes(_options, _profile, session.Date, session.MinuteCount) is { } minute)
        {
            yield return minute;
        }
    }
}
