namespace Wallstreet.Delta.Verification;

/// <summary>What a verification looked at, and what it found.</summary>
/// <param name="Version">The version whose files were verified; -1 if none could be read.</param>
/// <param name="Findings">What was found, the worst first.</param>
public sealed record VerificationReport(long Version, IReadOnlyList<VerificationFinding> Findings)
{
    /// <summary>How many commits were read.</summary>
    public long Commits { get; init; }

    /// <summary>How many checkpoints were held against a replay of the commits.</summary>
    public int CheckpointsCompared { get; init; }

    /// <summary>How many checksum files were held against the log.</summary>
    public int ChecksumsCompared { get; init; }

    /// <summary>How many data files were looked at.</summary>
    public long Files { get; init; }

    /// <summary>How many deletion vectors were read.</summary>
    public long DeletionVectors { get; init; }

    /// <summary>How many rows were read; 0 unless data was verified.</summary>
    public long Rows { get; init; }

    /// <summary>Whether something is damaged.</summary>
    public bool IsDamaged => Findings.Any(static finding => finding.Severity == VerificationSeverity.Damage);
}
