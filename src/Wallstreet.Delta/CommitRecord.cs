namespace Wallstreet.Delta;

/// <summary>One line of a table's history.</summary>
/// <param name="Version">The version.</param>
/// <param name="Timestamp">When it was committed, as time travel sees it.</param>
public sealed record CommitRecord(long Version, DateTimeOffset Timestamp)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>What was done, such as <c>WRITE</c>; null if the writer did not say.</summary>
    public string? Operation { get; init; }

    /// <summary>How it was done.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = _none;

    /// <summary>What it did, in numbers.</summary>
    public IReadOnlyDictionary<string, string> Metrics { get; init; } = _none;

    /// <summary>Free text of the writer.</summary>
    public string? UserMetadata { get; init; }

    /// <summary>The program that wrote.</summary>
    public string? EngineInfo { get; init; }

    /// <summary>The version that the writer had read.</summary>
    public long? ReadVersion { get; init; }

    /// <summary>The id that tells this commit from every other.</summary>
    public string? TxnId { get; init; }

    /// <summary>Whether the commit only appended.</summary>
    public bool? IsBlindAppend { get; init; }
}
