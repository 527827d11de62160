namespace Wallstreet.Delta.Actions;

/// <summary>Who did what and why. Protocol section "Commit Provenance Information".</summary>
public sealed record CommitInfo
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>When the writer made the commit, in milliseconds since the Unix epoch.</summary>
    public long? TimestampMilliseconds { get; init; }

    /// <summary>The commit's time where in-commit timestamps are on.</summary>
    public long? InCommitTimestampMilliseconds { get; init; }

    /// <summary>What was done, such as <c>WRITE</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>How it was done. Values that are no text are given as JSON.</summary>
    public IReadOnlyDictionary<string, string> OperationParameters { get; init; } = _none;

    /// <summary>What it did, in numbers. Values that are no text are given as JSON.</summary>
    public IReadOnlyDictionary<string, string> OperationMetrics { get; init; } = _none;

    /// <summary>The version that was read, or <see langword="null"/>.</summary>
    public long? ReadVersion { get; init; }

    /// <summary>The isolation level, as the writer names it.</summary>
    public string? IsolationLevel { get; init; }

    /// <summary>Whether the commit only appends and read nothing to decide what.</summary>
    public bool? IsBlindAppend { get; init; }

    /// <summary>The program that wrote it.</summary>
    public string? EngineInfo { get; init; }

    /// <summary>Free text of the user; Wallstreet keeps lineage in it.</summary>
    public string? UserMetadata { get; init; }

    /// <summary>What the commit says of itself by the protocol's names, such as <c>delta.rowTracking.preserved</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = _none;

    /// <summary>The id that tells this commit from every other.</summary>
    public string? TransactionId { get; init; }
}
