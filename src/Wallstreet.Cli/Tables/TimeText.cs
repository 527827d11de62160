using System.Globalization;

namespace Wallstreet.Cli.Tables;

/// <summary>Reads durations as people write them: <c>168h</c>, <c>7d</c>, <c>90m</c>.</summary>
internal static class TimeText
{
    public static TimeSpan? Read(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        string trimmed = text.Trim();
        if (trimmed.Length > 1
            && double.TryParse(trimmed[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number < 1_000_000 && Unit(trimmed[^1]) is { } unit)
        {
            return unit * number;
        }

        throw new UsageException($"{option} '{text}' is no duration: write a number with s, m, h or d behind it, such as 168h or 7d.");
    }

    private static TimeSpan? Unit(char letter) => char.ToLowerInvariant(letter) switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
