namespace Wallstreet.Delta.Files;

/// <summary>Bytes of a remote file that are fetched by one request: a part of a large column chunk, or several small ones.
/// </summary>
/// <param name="start">The first byte.</param>
/// <param name="end">The byte after the last.</param>
/// <param name="group">The row group they are of.</param>
internal sealed class FetchBlock(long start, long end, int group)
{
    public long Start { get; } = start;

    public long End { get; private set; } = end;

    public int Length => (int)(End - Start);

    public int FirstGroup { get; } = group;

    public int LastGroup { get; private set; } = group;

    /// <summary>How far into its column chunk the block begins, from 0 to 1: columns are read side by side, so that blocks are
    /// needed about in this order.</summary>
    public double Place { get; init; }

    /// <summary>Which block it is in that order.</summary>
    public int Turn { get; set; }

    /// <summary>How many bytes columns have there; the others lie between columns.</summary>
    public int Needed { get; private set; } = (int)(end - start);

    /// <summary>The bytes, or the request under way for them; null before and after.</summary>
    public Task<byte[]>? Content { get; set; }

    /// <summary>How many needed bytes were read of what was fetched.</summary>
    public int Consumed { get; set; }

    /// <summary>Takes in a chunk that follows.</summary>
    public void Add(ColumnChunk chunk, int group)
    {
        End = chunk.Start + chunk.Length;
        Needed += (int)chunk.Length;
        LastGroup = group;
    }
}
