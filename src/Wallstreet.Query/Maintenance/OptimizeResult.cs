namespace Wallstreet.Query.Maintenance;

/// <summary>What OPTIMIZE has done.</summary>
/// <param name="Version">The last version that was committed; null if there was nothing to do.</param>
public sealed record OptimizeResult(long? Version)
{
    /// <summary>How many commits were made.</summary>
    public int Commits { get; init; }

    /// <summary>How many files were considered.</summary>
    public int FilesConsidered { get; init; }

    /// <summary>How many files were left as they are.</summary>
    public int FilesSkipped { get; init; }

    /// <summary>How many files left the table.</summary>
    public int FilesRemoved { get; init; }

    /// <summary>The bytes of the files that left.</summary>
    public long BytesRemoved { get; init; }

    /// <summary>How many files came in their place.</summary>
    public int FilesAdded { get; init; }

    /// <summary>The bytes of the new files.</summary>
    public long BytesAdded { get; init; }

    /// <summary>How many partitions had files rewritten; 1 for a table without partitions.</summary>
    public int PartitionsOptimized { get; init; }

    /// <summary>How many deletion vectors are gone.</summary>
    public int DeletionVectorsRemoved { get; init; }

    /// <summary>How many files were not rewritten because another writer changed them meanwhile.</summary>
    public int FilesConflicted { get; init; }
}
