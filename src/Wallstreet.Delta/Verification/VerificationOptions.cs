namespace Wallstreet.Delta.Verification;

/// <summary>What is verified.</summary>
public sealed record VerificationOptions
{
    /// <summary>The version whose files are verified; null for the newest. The log is verified as a whole.</summary>
    public long? Version { get; init; }

    /// <summary>Whether the rows of every file are read, and held against what the log says of them.</summary>
    public bool ReadsData { get; init; }

    /// <summary>Whether files that no kept version needs are counted, which lists everything below the table.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CountsUnreferenced { get; init; } = true;

    /// <summary>How many findings of one check are reported; the rest is counted.</summary>
    /// <value>At least 1; 1,000 by default.</value>
    public int FindingsMax { get; init; } = 1_000;
}
