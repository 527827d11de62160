using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Wallstreet.Delta;

/// <summary>A point in the history of a table: a version, or a time.</summary>
public sealed record HistoryPoint
{
    /// <summary>Years come first and months are numbers: nothing is guessed from the place or the day of the reader.</summary>
    private static readonly string[] _formats =
    [
        "yyyy-MM-dd",
        .. from separator in new[] { "'T'", " " }
           from time in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" }
           from zone in new[] { "K", "zz" }
           select $"yyyy-MM-dd{separator}{time}{zone}",
    ];

    private HistoryPoint(long? version, DateTimeOffset? timestamp)
    {
        Version = version;
        Timestamp = timestamp;
    }

    /// <summary>The version, if it is one. A version number means something for one table only.</summary>
    public long? Version { get; }

    /// <summary>The time, if it is one, in UTC.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>A version.</summary>
    /// <param name="version">The version, from 0.</param>
    /// <returns>The point.</returns>
    public static HistoryPoint At(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new HistoryPoint(version, null);
    }

    /// <summary>A time.</summary>
    /// <param name="timestamp">The time.</param>
    /// <returns>The point.</returns>
    public static HistoryPoint At(DateTimeOffset timestamp) => new(null, timestamp.ToUniversalTime());

    /// <summary>Reads a version (<c>12</c>, <c>v12</c>) or a time (<c>2024-05-01</c>, <c>2024-05-01T16:00:00Z</c>; UTC
    /// where no zone is given).</summary>
    /// <param name="text">The text.</param>
    /// <returns>The point.</returns>
    /// <exception cref="FormatException">It is neither.</exception>
    public static HistoryPoint Parse(string text) => TryParse(text, out HistoryPoint? point)
        ? point
        : throw new FormatException($"'{text}' is neither a version (12) nor a time (2024-05-01T16:00:00Z).");

    /// <summary>Reads a version or a time, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="point">What it says.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HistoryPoint? point)
    {
        string trimmed = text?.Trim() ?? "";
        string digits = trimmed.StartsWith('v') ? trimmed[1..] : trimmed;
        point = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long version)
            ? At(version)
            : DateTimeOffset.TryParseExact(trimmed, _formats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset timestamp)
                ? At(timestamp)
                : null;
        return point is not null;
    }

    /// <summary>The version's number, or the time in ISO 8601.</summary>
    /// <returns>A text that <see cref="Parse"/> reads.</returns>
    public override string ToString() => Timestamp is { } time
        ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        : (Version ?? 0).ToString(CultureInfo.InvariantCulture);
}
