namespace Wallstreet.Delta.Engine;

/// <summary>How data files are written.</summary>
public sealed record WriteOptions
{
    /// <summary>A file is closed once it holds so many rows.</summary>
    /// <value>At least 1; 5 million by default.</value>
    public long FileRowsMax { get; init; } = 5_000_000;

    /// <summary>How many rows of one partition are gathered before they are written as a row group.</summary>
    /// <value>At least 1; 131,072 by default.</value>
    public int RowGroupRows { get; init; } = 131_072;

    /// <summary>How many partitions may be open at once; beyond that the fullest are closed.</summary>
    /// <value>At least 1; 256 by default.</value>
    public int PartitionsOpenMax { get; init; } = 256;

    /// <summary>Where files are staged for a store that is not on this machine.</summary>
    /// <value>The system's folder for temporary files by default.</value>
    public string StagingFolder { get; init; } = Path.GetTempPath();
}
