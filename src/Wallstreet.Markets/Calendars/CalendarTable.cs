using NodaTime;
using NodaTime.TimeZones;

namespace Wallstreet.Markets.Calendars;

/// <summary>
/// The sessions of an exchange as flat arrays: for each day the number of sessions before it, and for each session its
/// day and its open and close in minutes of the UTC day. About 110 KB for 41 years.
/// </summary>
internal sealed class CalendarTable
{
    private static readonly TimeOnly _regularOpen = new(9, 30);
    private static readonly TimeOnly _regularClose = new(16, 0);

    private readonly ushort[] _sessionsBefore;
    private readonly ushort[] _days;
    private readonly Hours[] _hours;

    private CalendarTable(IReadOnlyList<CalendarDeviation> deviations)
    {
        Deviations = deviations;
        int dayCount = LastDate.DayNumber - FirstDate.DayNumber + 1;
        _sessionsBefore = new ushort[dayCount + 1];
        ILookup<DateOnly, CalendarDeviation> byDate = deviations.ToLookup(static deviation => deviation.Date);
        short[] offsets = UtcOffsetMinutes(TimeZoneId, FirstDate, dayCount);
        var days = new List<ushort>();
        var hours = new List<Hours>();
        for (int day = 0; day < dayCount; day++)
        {
            _sessionsBefore[day] = (ushort)days.Count;
            if (FindHours(FirstDate.AddDays(day), byDate, offsets[day]) is { } found)
            {
                days.Add((ushort)day);
                hours.Add(found);
            }
        }

        _sessionsBefore[dayCount] = (ushort)days.Count;
        _days = [.. days];
        _hours = [.. hours];
    }

    public string Name { get; } = "XNYS";

    public string TimeZoneId { get; } = "America/New_York";

    public DateOnly FirstDate { get; } = new(NyseRules.FirstYear, 1, 1);

    public DateOnly LastDate { get; } = new(NyseRules.LastYear, 12, 31);

    public IReadOnlyList<CalendarDeviation> Deviations { get; }

    public int SessionCount => _days.Length;

    public static CalendarTable BuildNyse()
    {
        var deviations = new List<CalendarDeviation>(NyseRules.Special);
        for (int year = NyseRules.FirstYear; year <= NyseRules.LastYear; year++)
        {
            deviations.AddRange(NyseRules.Yearly.Select(rule => rule.Find(year)).OfType<CalendarDeviation>());
        }

        return new CalendarTable([.. deviations.OrderBy(static deviation => deviation.Date).ThenBy(static d => d.Kind)]);
    }

    public bool IsSession(int day) => _sessionsBefore[day + 1] != _sessionsBefore[day];

    public int OrdinalAtOrAfter(int day) => _sessionsBefore[day];

    public TradingSession Session(int ordinal)
    {
        DateOnly date = FirstDate.AddDays(_days[ordinal]);
        Hours hours = _hours[ordinal];
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new TradingSession(
            date,
            midnight.AddTicks(hours.OpenMinute * TimeSpan.TicksPerMinute),
            midnight.AddTicks(hours.CloseMinute * TimeSpan.TicksPerMinute),
            hours.IsEarlyClose,
            hours.IsLateOpen);
    }

    private static Hours? FindHours(DateOnly date, ILookup<DateOnly, CalendarDeviation> deviations, short utcOffset)
    {
        if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            return null;
        }

        TimeOnly open = _regularOpen;
        TimeOnly close = _regularClose;
        foreach (CalendarDeviation deviation in deviations[date])
        {
            switch (deviation.Kind)
            {
                case CalendarDeviationKind.Closed:
                    return null;
                case CalendarDeviationKind.EarlyClose:
                    close = deviation.LocalTime!.Value;
                    break;
                default:
                    open = deviation.LocalTime!.Value;
                    break;
            }
        }

        return new Hours(
            (short)(MinuteOfDay(open) - utcOffset),
            (short)(MinuteOfDay(close) - utcOffset),
            close < _regularClose,
            open > _regularOpen);
    }

    private static int MinuteOfDay(TimeOnly time) => (time.Hour * 60) + time.Minute;

    /// <summary>The zone's offset at local noon of each day; DST changes at 02:00 on Sundays, far from any session.</summary>
    private static short[] UtcOffsetMinutes(string timeZoneId, DateOnly first, int dayCount)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[timeZoneId];
        short[] offsets = new short[dayCount];
        ZoneInterval? interval = null;
        for (int day = 0; day < dayCount; day++)
        {
            DateOnly date = first.AddDays(day);
            Instant noon = Instant.FromUtc(date.Year, date.Month, date.Day, 17, 0);
            if (interval is null || !interval.Contains(noon))
            {
                interval = zone.GetZoneInterval(noon);
            }

            offsets[day] = (short)(interval.WallOffset.Seconds / 60);
        }

        return offsets;
    }

    private readonly record struct Hours(short OpenMinute, short CloseMinute, bool IsEarlyClose, bool IsLateOpen);
}
