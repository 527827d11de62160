namespace Wallstreet.Delta;

/// <summary>The table has no such version, or nothing at such a time.</summary>
public sealed class VersionNotFoundException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was asked for, and the range there is.</param>
    /// <param name="earliestVersion">The first version that can still be read.</param>
    /// <param name="latestVersion">The newest version.</param>
    public VersionNotFoundException(string message, long earliestVersion, long latestVersion)
        : base(message, null)
    {
        EarliestVersion = earliestVersion;
        LatestVersion = latestVersion;
    }

    /// <summary>The first version that can still be read.</summary>
    public long EarliestVersion { get; }

    /// <summary>The newest version.</summary>
    public long LatestVersion { get; }
}
