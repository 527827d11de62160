using System.Globalization;

namespace Wallstreet.Delta.Schema;

/// <summary>Days and times as text, within the years that C# knows.</summary>
internal static class CalendarText
{
    private static readonly int _epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static string Date(long days) =>
        LiteralOrder.ToObject(PrimitiveType.Date, days) is DateOnly date
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw new SchemaMismatchException($"The date {days} days from 1970-01-01 lies outside of years 1 to 9999.");

    public static object? ParseDate(string text)
    {
        // Spark may append a time to the day.
        ReadOnlySpan<char> day = text.Length > 10 && text[10] is ' ' or 'T' ? text.AsSpan(0, 10) : text;
        return DateOnly.TryParseExact(
            day, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? (long)(date.DayNumber - _epochDay)
            : null;
    }

    /// <summary>Three digits of a second where they suffice, else six.</summary>
    public static string Time(long microseconds, char divider)
    {
        if (LiteralOrder.ToObject(PrimitiveType.TimestampNtz, microseconds) is not DateTime time)
        {
            throw new SchemaMismatchException(
                $"The time {microseconds} µs from 1970-01-01 lies outside of years 1 to 9999.");
        }

        string format = microseconds % 1000 == 0 ? "HH:mm:ss.fff" : "HH:mm:ss.ffffff";
        return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + divider
            + time.ToString(format, CultureInfo.InvariantCulture);
    }
}
