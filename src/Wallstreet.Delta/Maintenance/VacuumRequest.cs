namespace Wallstreet.Delta.Maintenance;

/// <summary>What VACUUM is to do.</summary>
public sealed record VacuumRequest
{
    /// <summary>Files that no version needs any more for so long are deleted; null for the table's property
    /// <c>delta.deletedFileRetentionDuration</c>, else 7 days.</summary>
    /// <value>At least zero.</value>
    public TimeSpan? Retention { get; init; }

    /// <summary>Whether files are only told, and nothing is deleted or committed.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether only files that commits removed since the last vacuum are deleted, without listing the store.
    /// Files of writes that failed stay.</summary>
    public bool Lite { get; init; }

    /// <summary>Allows a retention that is shorter than the table's. Readers of versions in between fail, and a writer that
    /// is at work for longer than the retention loses the files that it has not committed yet: its commit then names files
    /// that are gone.</summary>
    public bool AllowShortRetention { get; init; }

    /// <summary>User metadata and engine of the commits that record the vacuum.</summary>
    public CommitOptions? Commit { get; init; }
}
