namespace Wallstreet.Delta.Streams;

/// <summary>What a batch does to the rows that a sink's table has.</summary>
public enum StreamOutput
{
    /// <summary>It adds rows.</summary>
    Append,

    /// <summary>It replaces all rows: each batch is the whole result so far.</summary>
    Complete,
}
