namespace Wallstreet.Delta.Maintenance;

/// <summary>Which version RESTORE makes the newest again.</summary>
/// <param name="Point">The version, or a time: the newest version that is not later.</param>
public sealed record RestoreRequest(HistoryPoint Point)
{
    /// <summary>User metadata and engine of the commit; operation, parameters and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }

    /// <summary>A version by its number.</summary>
    /// <param name="version">From 0.</param>
    /// <returns>The request.</returns>
    public static RestoreRequest ToVersion(long version) => new(HistoryPoint.At(version));

    /// <summary>The newest version that is not later than a time.</summary>
    /// <param name="timestamp">The time.</param>
    /// <returns>The request.</returns>
    public static RestoreRequest ToTimestamp(DateTimeOffset timestamp) => new(HistoryPoint.At(timestamp));
}
