namespace Wallstreet.Delta.Files;

/// <summary>Which bytes of a remote file are fetched together.</summary>
internal static class FetchPlan
{
    /// <summary>A request for as many bytes takes no longer than the next request would.</summary>
    private const int GapBytesMax = 128 << 10;

    private const int BlockBytesMin = 1 << 20;
    private const int BlockBytesMax = 8 << 20;

    /// <summary>Of each column a block may be in memory, as columns are read side by side.</summary>
    private const int BlocksBytesMax = 64 << 20;

    /// <summary>Plans the requests.</summary>
    /// <param name="groups">The chunks of the wanted columns of each row group.</param>
    /// <param name="end">Where what is wanted ends; what lies behind was fetched.</param>
    /// <returns>Blocks that do not overlap, by where they begin.</returns>
    public static List<FetchBlock> Create(IReadOnlyList<IReadOnlyList<ColumnChunk>> groups, long end)
    {
        int columns = groups.Count == 0 ? 1 : Math.Max(1, groups.Max(static group => group.Count));
        int blockBytes = Math.Clamp(BlocksBytesMax / columns, BlockBytesMin, BlockBytesMax);
        IEnumerable<(ColumnChunk Chunk, int Group)> chunks = groups
            .SelectMany((group, index) => group.Select(chunk => (Clip(chunk, end), index)))
            .Where(static item => item.Item1.Length > 0)
            .OrderBy(static item => item.Item1.Start);
        List<FetchBlock> blocks = [];
        foreach ((ColumnChunk chunk, int group) in chunks)
        {
            FetchBlock? last = blocks.Count > 0 ? blocks[^1] : null;
            if (last is not null && chunk.Start < last.End)
            {
                // Chunks that overlap are damage: the Parquet library says so, or reads them as they are.
                continue;
            }

            // The later part of a large chunk is needed later than a chunk that follows it.
            if (last is { Place: 0 } && chunk.Start - last.End <= GapBytesMax && chunk.Start + chunk.Length - last.Start <= blockBytes)
            {
                last.Add(chunk, group);
            }
            else
            {
                Divide(chunk, group, blockBytes, blocks);
            }
        }

        return blocks;
    }

    private static ColumnChunk Clip(ColumnChunk chunk, long end) => chunk.Start < 0 || chunk.Length < 0 || chunk.Start >= end
        ? default
        : chunk with { Length = Math.Min(chunk.Length, end - chunk.Start) };

    /// <summary>Parts of about the same size.</summary>
    private static void Divide(ColumnChunk chunk, int group, int blockBytes, List<FetchBlock> blocks)
    {
        long parts = (chunk.Length + blockBytes - 1) / blockBytes;
        long part = (chunk.Length + parts - 1) / parts;
        long end = chunk.Start + chunk.Length;
        for (long start = chunk.Start; start < end; start += part)
        {
            blocks.Add(new FetchBlock(start, Math.Min(start + part, end), group)
            {
                Place = (double)(start - chunk.Start) / chunk.Length,
            });
        }
    }
}
