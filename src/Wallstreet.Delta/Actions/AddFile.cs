namespace Wallstreet.Delta.Actions;

/// <summary>A data file that belongs to the table. Protocol section "Add File and Remove File".</summary>
public sealed record AddFile
{
    private static readonly Dictionary<string, string?> _none = [];

    /// <summary>The file's path as the log has it: URL-encoded; relative to the table, or absolute.</summary>
    public required string Path { get; init; }

    /// <summary>The partition's values as the log has them, by physical column name.</summary>
    public IReadOnlyDictionary<string, string?> PartitionValues { get; init; } = _none;

    /// <summary>The file's size.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When the file was made, in milliseconds since the Unix epoch, as the log has it.</summary>
    public required long ModificationTimeMilliseconds { get; init; }

    /// <summary>Whether rows of the table changed by this action, or were only rearranged.</summary>
    public bool DataChange { get; init; } = true;

    /// <summary>The statistics as raw JSON, or <see langword="null"/>. Read them with
    /// <see cref="Wallstreet.Delta.Statistics.FileStatistics"/>.</summary>
    public string? Statistics
    {
        get => RawStatistics.ToText();
        init => RawStatistics = new RawText(value);
    }

    /// <summary>Free facts about the file.</summary>
    public IReadOnlyDictionary<string, string?>? Tags { get; init; }

    /// <summary>Which rows of the file are deleted, or <see langword="null"/>.</summary>
    public DeletionVectorDescriptor? DeletionVector { get; init; }

    /// <summary>The row id of the file's first row, on tables with row tracking.</summary>
    public long? BaseRowId { get; init; }

    /// <summary>The version that first added the file, on tables with row tracking.</summary>
    public long? DefaultRowCommitVersion { get; init; }

    /// <summary>Who clusters the file, on clustered tables.</summary>
    public string? ClusteringProvider { get; init; }

    /// <summary>When the file was made. Times that no calendar can hold are clamped.</summary>
    public DateTimeOffset ModificationTime => UnixTime.FromMilliseconds(ModificationTimeMilliseconds);

    internal RawText RawStatistics { get; init; }

    internal FileKey Key => FileKey.Of(Path, DeletionVector);

    /// <summary>The tombstone that takes this file out of the table.</summary>
    /// <param name="time">When it is removed.</param>
    /// <param name="dataChange">Whether rows go with it, or are only rearranged.</param>
    /// <returns>The action.</returns>
    public RemoveFile ToRemove(DateTimeOffset time, bool dataChange) => new()
    {
        Path = Path,
        DeletionTimestampMilliseconds = time.ToUnixTimeMilliseconds(),
        DataChange = dataChange,
        ExtendedFileMetadata = true,
        PartitionValues = PartitionValues,
        SizeBytes = SizeBytes,
        Tags = Tags,
        DeletionVector = DeletionVector,
        BaseRowId = BaseRowId,
        DefaultRowCommitVersion = DefaultRowCommitVersion,
    };
}
