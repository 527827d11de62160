using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Wallstreet.Delta;

/// <summary>How tables are opened and written.</summary>
public sealed class DeltaOptions
{
    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the randomness of retries comes from.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Where a failure that does not fail the operation is written, such as of a checkpoint.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>How many requests to the store may be under way at once for one operation.</summary>
    /// <value>At least 1; 16 by default.</value>
    public int RequestsInFlightMax { get; init; } = 16;

    /// <summary>A checkpoint is written each time so many versions have passed. The table's property
    /// <c>delta.checkpointInterval</c> comes first.</summary>
    /// <value>At least 1; <see langword="null"/> by default: every 10 versions as long as they change an eighth of the
    /// table's files, and else after 100, so that small commits to a great table stay small.</value>
    public int? CheckpointInterval { get; init; }

    /// <summary>Whether a version that its checksum file (<c>.crc</c>) contradicts is refused; else that is a warning.
    /// </summary>
    /// <value><see langword="false"/> by default, because other writers are known to leave wrong ones.</value>
    public bool RequireChecksums { get; init; }

    /// <summary>A commit leaves a checksum file (<c>.crc</c>) beside it, by which readers see whether the log was changed
    /// afterwards, unless the table's last one is younger than this: a writer in a hurry leaves some out.</summary>
    /// <value>100 milliseconds by default; zero for one with every commit, <see cref="Timeout.InfiniteTimeSpan"/> for
    /// none.</value>
    public TimeSpan ChecksumInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After this time a snapshot is refreshed from a full listing: the log may have been cleaned up.</summary>
    /// <value>1 hour by default.</value>
    public TimeSpan ListingAgeMax { get; init; } = TimeSpan.FromHours(1);
}
