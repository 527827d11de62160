using System.Globalization;

namespace Wallstreet.Insight.Dashboards;

/// <summary>A day, told as itself or by its distance from today: <c>2015-01-31</c>, <c>today</c>, <c>-30d</c>, <c>-6m</c>, <c>-5y</c>.</summary>
public static class RelativeDate
{
    private const int DistanceMax = 4000;

    /// <summary>Whether the text tells a day.</summary>
    public static bool IsValid(string? text) => TryResolve(text, new DateOnly(2020, 1, 31), out _);

    /// <summary>The day that the text tells.</summary>
    public static bool TryResolve(string? text, DateOnly today, out DateOnly day)
    {
        day = today;
        if (text == "today")
        {
            return true;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return true;
        }

        if (text is not ['-', .. var digits, var unit]
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int distance)
            || distance > (unit == 'y' ? 200 : DistanceMax) || unit is not ('d' or 'm' or 'y'))
        {
            return false;
        }

        day = unit switch
        {
            'd' => today.AddDays(-distance),
            'm' => today.AddMonths(-Math.Min(distance, 2400)),
            _ => today.AddYears(-distance),
        };
        return true;
    }
}
