namespace Wallstreet.Delta.Maintenance;

/// <summary>Which version RESTORE makes the newest again.</summary>
public sealed record RestoreRequest
{
    private RestoreRequest(long? version, DateTimeOffset? timestamp)
    {
        Version = version;
        Timestamp = timestamp;
    }

    /// <summary>The version; null if it is found by time.</summary>
    public long? Version { get; }

    /// <summary>The time; null if the version is named.</summary>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>User metadata and engine of the commit; operation, parameters and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }

    /// <summary>A version by its number.</summary>
    /// <param name="version">From 0.</param>
    /// <returns>The request.</returns>
    public static RestoreRequest ToVersion(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new RestoreRequest(version, null);
    }

    /// <summary>The newest version that is not later than a time.</summary>
    /// <param name="timestamp">The time.</param>
    /// <returns>The request.</returns>
    public static RestoreRequest ToTimestamp(DateTimeOffset timestamp) => new(null, timestamp);
}
