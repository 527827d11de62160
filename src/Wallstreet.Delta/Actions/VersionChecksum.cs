namespace Wallstreet.Delta.Actions;

/// <summary>What a version is, so that later readers see whether the log still says so. Protocol section "Version Checksum
/// File".</summary>
internal sealed record VersionChecksum(Protocol Protocol, Metadata Metadata)
{
    /// <summary>The commit that made the version.</summary>
    public string? TransactionId { get; init; }

    public required long SizeBytes { get; init; }

    public required long FileCount { get; init; }

    public long? InCommitTimestampMilliseconds { get; init; }

    /// <summary>All applications, or null where they are too many to repeat.</summary>
    public IReadOnlyCollection<ApplicationTransaction>? Applications { get; init; }

    /// <summary>All domains, or null where they are too many to repeat.</summary>
    public IReadOnlyCollection<DomainMetadata>? Domains { get; init; }
}
