using System.Globalization;

namespace Wallstreet.Delta.Schema;

/// <summary>Reads the durations of table properties, such as <c>interval 1 week</c> or <c>interval 30 days 12 hours</c>.
/// </summary>
internal static class TableInterval
{
    public static TimeSpan? TryParse(string? text)
    {
        string[] words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int start = words is [string first, ..] && first.Equals("interval", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (words.Length == start || (words.Length - start) % 2 != 0)
        {
            return null;
        }

        TimeSpan sum = TimeSpan.Zero;
        for (int word = start; word < words.Length; word += 2)
        {
            if (!int.TryParse(words[word], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                || Unit(words[word + 1]) is not { } unit || count > 1_000_000)
            {
                return null;
            }

            TimeSpan more = unit * count;
            sum = more < TimeSpan.MaxValue - sum ? sum + more : TimeSpan.MaxValue;
        }

        return sum;
    }

    /// <summary>The time that lies so long ago; the first that a calendar has if that is earlier, as for retentions that are to
    /// be endless.</summary>
    public static DateTimeOffset Before(DateTimeOffset now, TimeSpan retention) =>
        retention < now - DateTimeOffset.MinValue ? now - retention : DateTimeOffset.MinValue;

    private static TimeSpan? Unit(string word) => word.ToUpperInvariant().TrimEnd('S') switch
    {
        "WEEK" => TimeSpan.FromDays(7),
        "DAY" => TimeSpan.FromDays(1),
        "HOUR" => TimeSpan.FromHours(1),
        "MINUTE" => TimeSpan.FromMinutes(1),
        "SECOND" => TimeSpan.FromSeconds(1),
        "MILLISECOND" => TimeSpan.FromMilliseconds(1),
        _ => null,
    };
}
