using System.Globalization;

namespace Wallstreet.Query;

/// <summary>A point on the commit clock: a table version, or a moment in time.</summary>
public readonly record struct KnownAt
{
    private KnownAt(long? version, DateTimeOffset? timestamp)
    {
        VersionNumber = version;
        Timestamp = timestamp;
    }

    /// <summary>The table version, if it is one. A version number means something for one table only.</summary>
    public long? VersionNumber { get; }

    /// <summary>The moment, if it is one: the newest version not after it.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>A table version.</summary>
    /// <param name="version">The version, from 0.</param>
    public static KnownAt Version(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new KnownAt(version, null);
    }

    /// <summary>A moment.</summary>
    /// <param name="timestamp">The moment.</param>
    public static KnownAt At(DateTimeOffset timestamp) => new(null, timestamp.ToUniversalTime());

    /// <summary>
    /// Reads a version (<c>12</c>, <c>v12</c>) or a moment (<c>2024-05-01</c>, <c>2024-05-01T16:00:00Z</c>; UTC where
    /// no zone is given).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static KnownAt Parse(string text)
    {
        return TryParse(text, out KnownAt value)
            ? value
            : throw new FormatException($"'{text}' is neither a version (12) nor a time (2024-05-01T16:00:00Z).");
    }

    /// <summary>Reads a version or a moment if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">What it says.</param>
    public static bool TryParse(string? text, out KnownAt value)
    {
        value = default;
        string trimmed = text?.Trim() ?? "";
        string digits = trimmed.StartsWith('v') ? trimmed[1..] : trimmed;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long version))
        {
            value = Version(version);
            return true;
        }

        if (DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset timestamp))
        {
            value = At(timestamp);
            return true;
        }

        return false;
    }

    /// <summary>The version number, or the moment in ISO 8601.</summary>
    public override string ToString() => VersionNumber is { } version
        ? version.ToString(CultureInfo.InvariantCulture)
        : (Timestamp ?? default).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
