namespace Wallstreet.Query.Commands;

/// <summary>What a command has done to a table.</summary>
/// <param name="Version">The version that was committed, or the one that was read if nothing had to change.</param>
/// <param name="Committed">Whether anything had to change.</param>
public sealed record CommandResult(long Version, bool Committed)
{
    /// <summary>How many rows came that were not there before.</summary>
    public long RowsInserted { get; init; }

    /// <summary>How many rows got new values.</summary>
    public long RowsUpdated { get; init; }

    /// <summary>How many rows went; -1 if whole files went of which the log does not say how many rows they had.</summary>
    public long RowsDeleted { get; init; }

    /// <summary>How many rows were written again as they were, because they share a file with others that changed.</summary>
    public long RowsCopied { get; init; }

    /// <summary>How many data files were added.</summary>
    public int FilesAdded { get; init; }

    /// <summary>How many data files were removed.</summary>
    public int FilesRemoved { get; init; }

    /// <summary>In how many files rows were marked as deleted.</summary>
    public int DeletionVectorsWritten { get; init; }

    /// <summary>How many files of change data were written.</summary>
    public int ChangeFilesAdded { get; init; }

    /// <summary>The bytes of the data files added.</summary>
    public long BytesWritten { get; init; }

    /// <summary>The table versions that were read beside the table itself.</summary>
    public IReadOnlyList<TableVersionRead> Inputs { get; init; } = [];
}
