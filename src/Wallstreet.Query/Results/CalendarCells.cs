using System.Globalization;

namespace Wallstreet.Query.Results;

/// <summary>Days and times as .NET has them; those of years that it does not know, and the infinite ones, as text in
/// DuckDB's writing: tables of others may hold them.</summary>
internal static class CalendarCells
{
    private static readonly int _epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>A day.</summary>
    /// <param name="days">Days from 1970-01-01.</param>
    public static object Day(int days) => days switch
    {
        int.MaxValue or -int.MaxValue => Infinite(days > 0),
        _ when days + (long)_epochDay is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber => DateOnly.FromDayNumber((int)number),
        _ => Text(days, out bool ancient) + (ancient ? " (BC)" : ""),
    };

    /// <summary>A time.</summary>
    /// <param name="ticks">Ticks of .NET from 1970-01-01.</param>
    /// <param name="zoned">Whether it is a moment, and not what a clock on a wall shows.</param>
    public static object Moment(Int128 ticks, bool zoned)
    {
        Int128 own = ticks + DateTime.UnixEpoch.Ticks;
        if (own >= DateTime.MinValue.Ticks && own <= DateTime.MaxValue.Ticks)
        {
            var moment = new DateTime((long)own, DateTimeKind.Unspecified);
            return zoned ? (object)new DateTimeOffset(moment, TimeSpan.Zero) : moment;
        }

        Int128 rest = ((ticks % TimeSpan.TicksPerDay) + TimeSpan.TicksPerDay) % TimeSpan.TicksPerDay;
        string day = Text((long)((ticks - rest) / TimeSpan.TicksPerDay), out bool ancient);
        string time = new TimeOnly((long)rest).ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
        return $"{day}{(ancient ? " (BC)" : "")} {time}{(zoned ? "+00" : "")}";
    }

    /// <summary>The time after or before all others.</summary>
    public static string Infinite(bool after) => after ? "infinity" : "-infinity";

    /// <summary>A day of the Gregorian calendar, which repeats every 400 years; the year before 1 is 1 before Christ.</summary>
    private static string Text(long days, out bool ancient)
    {
        const int YearsOfCycle = 400;
        const int DaysOfCycle = 146_097;
        long cycle = Math.DivRem(days, DaysOfCycle, out long rest);
        (cycle, rest) = rest < 0 ? (cycle - 1, rest + DaysOfCycle) : (cycle, rest);
        DateOnly within = DateOnly.FromDayNumber(_epochDay + (int)rest);
        long year = within.Year + (cycle * YearsOfCycle);
        ancient = year < 1;
        return string.Create(
            CultureInfo.InvariantCulture, $"{(ancient ? 1 - year : year):0000}-{within.Month:00}-{within.Day:00}");
    }
}
