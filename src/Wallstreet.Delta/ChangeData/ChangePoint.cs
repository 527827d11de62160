using System.Globalization;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Where a range of changes begins or ends: at a version or at a time.</summary>
public readonly record struct ChangePoint
{
    private ChangePoint(long? version, DateTimeOffset? timestamp)
    {
        Version = version;
        Timestamp = timestamp;
    }

    /// <summary>The version, if it is one.</summary>
    public long? Version { get; }

    /// <summary>The time, if it is one.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>A version.</summary>
    /// <param name="version">The version, from 0.</param>
    /// <returns>The point.</returns>
    public static ChangePoint At(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new ChangePoint(version, null);
    }

    /// <summary>A time.</summary>
    /// <param name="timestamp">The time.</param>
    /// <returns>The point.</returns>
    public static ChangePoint At(DateTimeOffset timestamp) => new(null, timestamp.ToUniversalTime());

    /// <inheritdoc/>
    public override string ToString() => Timestamp is { } time
        ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)
        : $"version {(Version ?? 0).ToString(CultureInfo.InvariantCulture)}";
}
