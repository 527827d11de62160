namespace Wallstreet.Delta.Actions;

/// <summary>The tombstone of a data file. Protocol section "Add File and Remove File".</summary>
public sealed record RemoveFile
{
    /// <summary>The file's path as the log has it.</summary>
    public required string Path { get; init; }

    /// <summary>When the file was removed, in milliseconds since the Unix epoch.</summary>
    public long? DeletionTimestampMilliseconds { get; init; }

    /// <summary>Whether rows of the table changed by this action, or were only rearranged.</summary>
    public bool DataChange { get; init; } = true;

    /// <summary>Whether partition values, size and tags are given.</summary>
    public bool? ExtendedFileMetadata { get; init; }

    /// <summary>The partition's values, by physical column name, if given.</summary>
    public IReadOnlyDictionary<string, string?>? PartitionValues { get; init; }

    /// <summary>The file's size, if given.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>The statistics as raw JSON, if given.</summary>
    public string? Statistics
    {
        get => RawStatistics.ToText();
        init => RawStatistics = new RawText(value);
    }

    /// <summary>Free facts about the file, if given.</summary>
    public IReadOnlyDictionary<string, string?>? Tags { get; init; }

    /// <summary>The deletion vector that the removed file had.</summary>
    public DeletionVectorDescriptor? DeletionVector { get; init; }

    /// <summary>The row id of the file's first row, on tables with row tracking.</summary>
    public long? BaseRowId { get; init; }

    /// <summary>The version that first added the file, on tables with row tracking.</summary>
    public long? DefaultRowCommitVersion { get; init; }

    internal RawText RawStatistics { get; init; }

    internal FileKey Key => FileKey.Of(Path, DeletionVector);
}
