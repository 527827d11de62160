using System.Globalization;

namespace Wallstreet.Cli.Output;

/// <summary>A value that people read differently than programs do: a size, a time, a count with its whole.</summary>
/// <param name="Text">What people read.</param>
/// <param name="Value">What JSON and CSV hold.</param>
public sealed record Cell(string Text, object? Value)
{
    private static readonly string[] _units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>A size in bytes.</summary>
    public static Cell Size(long? bytes)
    {
        if (bytes is not { } number)
        {
            return new Cell("", null);
        }

        double scaled = number;
        int unit = 0;
        while (Math.Abs(scaled) >= 1024 && unit < _units.Length - 1)
        {
            scaled /= 1024;
            unit++;
        }

        string text = scaled.ToString(unit == 0 || scaled >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture);
        return new Cell($"{text} {_units[unit]}", number);
    }

    /// <summary>A count: thousands are set apart for people.</summary>
    public static Cell Count(long? count) => new(count?.ToString("N0", CultureInfo.InvariantCulture) ?? "", count);

    /// <summary>An instant: whole seconds for people, everything for programs.</summary>
    public static Cell Time(DateTimeOffset? instant) => new(
        instant?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "", instant);

    /// <summary>A duration: <c>850 ms</c>, <c>4.2 s</c>, <c>3 min 5 s</c>; milliseconds for programs.</summary>
    public static Cell Duration(TimeSpan? duration) => new(
        duration is { } span ? DurationText(span) : "", duration is { } value ? Math.Round(value.TotalMilliseconds, 1) : null);

    /// <summary>A duration as people read it.</summary>
    public static string DurationText(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes} min {duration.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };

    /// <inheritdoc />
    public override string ToString() => Text;
}
