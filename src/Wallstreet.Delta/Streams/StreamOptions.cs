namespace Wallstreet.Delta.Streams;

/// <summary>How a table is followed.</summary>
public sealed record StreamOptions
{
    /// <summary>Where the stream begins when it has no offset.</summary>
    /// <value><see cref="StreamStart.Snapshot"/> by default.</value>
    public StreamStart Start { get; init; } = StreamStart.Snapshot;

    /// <summary>How many files a batch may have.</summary>
    /// <value>At least 1; 1,000 by default.</value>
    public int FilesMax { get; init; } = 1_000;

    /// <summary>How many bytes of files a batch may have; a single bigger file is a batch of its own.</summary>
    /// <value>At least 1, or null for no bound, which is the default.</value>
    public long? BytesMax { get; init; }

    /// <summary>Whether the stream gives every change, with <c>_change_type</c>, <c>_commit_version</c> and
    /// <c>_commit_timestamp</c>. The table must record changes (<c>delta.enableChangeDataFeed</c>). Without it the stream
    /// gives rows that came, and commits that do more are an error unless one of the options below says otherwise.</summary>
    public bool ReadChangeFeed { get; init; }

    /// <summary>Whether commits that only delete rows are passed over.</summary>
    public bool IgnoreDeletes { get; init; }

    /// <summary>Whether commits that delete or update rows are read for the rows they write: updated rows come anew, and so
    /// do rows that were copied along with them. Includes <see cref="IgnoreDeletes"/>.</summary>
    public bool IgnoreChanges { get; init; }

    /// <summary>Whether commits that delete or update rows are passed over as a whole.</summary>
    public bool SkipChangeCommits { get; init; }

    /// <summary>Whether commits that were cleaned up before the stream saw them are an error; else it goes on with the
    /// first that is left.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool FailOnDataLoss { get; init; } = true;

    /// <summary>How long to wait before looking again when there was nothing new.</summary>
    /// <value>More than zero; 1 second by default.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Start);
        ArgumentOutOfRangeException.ThrowIfLessThan(FilesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BytesMax ?? 1, 1, nameof(BytesMax));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(PollInterval, TimeSpan.Zero);
    }
}
