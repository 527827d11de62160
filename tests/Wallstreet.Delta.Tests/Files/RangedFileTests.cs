using Wallstreet.Delta.Files;

namespace Wallstreet.Delta.Tests.Files;

/// <summary>The stream of a remote file alone, with files of sizes that no test could write.</summary>
public sealed class RangedFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bytes_beyond_two_gigabytes_are_where_they_are()
    {
        SparseStore store = new(6_000_000_000);
        await using RangedFile file = await RangedFile.OpenAsync(store, store.Head, Cancellation);
        ColumnChunk chunk = new(4_500_000_000, 20_000_000);
        file.Plan([[chunk]]);
        await file.EnterAsync(0);

        Read(file, chunk.Start, (int)chunk.Length);
        Read(file, 3_000_000_000, 1000);
        Read(file, 5_999_999_990, 10);
        Assert.Equal(6_000_000_000, file.Length);

        // The end, the chunk in three parts, and what nobody had announced.
        Assert.Equal(5, store.Ranges.Count);
        Assert.All(store.Ranges, static range => Assert.InRange(range.Length, 1, 8 << 20));
    }

    [Fact]
    public async Task A_chunk_of_three_gigabytes_is_fetched_only_a_little_ahead()
    {
        SparseStore store = new(4_000_000_000);
        await using RangedFile file = await RangedFile.OpenAsync(store, store.Head, Cancellation);
        file.Plan([[new ColumnChunk(4, 3_000_000_000)]]);
        await file.EnterAsync(0);

        for (long position = 4; position < 30_000_000; position += 1_000_000)
        {
            Read(file, position, 1000);
            long ahead = store.Ranges.Skip(1).Max(static range => range.Offset + range.Length) - position;
            Assert.InRange(ahead, 1, RangedFile.AheadBytesMax + (8 << 20));
        }
    }

    [Fact]
    public async Task Columns_that_are_read_side_by_side_are_each_fetched_once_whatever_their_layout()
    {
        Random random = new(7);
        for (int round = 0; round < 60; round++)
        {
            (List<List<ColumnChunk>> groups, long end) = Layout(random);
            SparseStore store = new(end + 100_000);
            await using RangedFile file = await RangedFile.OpenAsync(store, store.Head, Cancellation);
            file.Plan(groups);
            for (int group = 0; group < groups.Count; group++)
            {
                await file.EnterAsync(group);
                ReadSideBySide(file, groups[group], random);
            }

            long needed = groups.Sum(static group => group.Sum(static chunk => chunk.Length));
            int chunks = groups.Sum(static group => group.Count);
            (long Offset, int Length)[] ranges = [.. store.Ranges.Skip(1).OrderBy(static range => range.Offset)];
            Assert.InRange(ranges.Sum(static range => (long)range.Length), needed, needed + (chunks * (128L << 10)));
            Assert.True(ranges.Zip(ranges.Skip(1)).All(static pair => pair.First.Offset + pair.First.Length <= pair.Second.Offset));
        }
    }

    [Fact]
    public void Small_neighbours_are_fetched_together_and_large_chunks_in_parts()
    {
        List<FetchBlock> blocks = FetchPlan.Create(
            [
                [new ColumnChunk(4, 1000), new ColumnChunk(1004, 2000), new ColumnChunk(10_000_000, 20_000_000)],
                [new ColumnChunk(30_000_000, 500), new ColumnChunk(30_100_000, 500), new ColumnChunk(40_000_000, 1000)],
            ],
            40_000_500);

        Assert.Equal(
            [(4, 3000), (10_000_000, 6_666_667), (16_666_667, 6_666_667), (23_333_334, 6_666_666), (30_000_000, 100_500), (40_000_000, 500)],
            blocks.Select(static block => (block.Start, block.Length)));
        Assert.Equal([0, 0, 0, 0, 1, 1], blocks.Select(static block => block.FirstGroup));
    }

    [Fact]
    public void A_plan_of_chunks_that_cannot_be_leaves_them_out()
    {
        List<FetchBlock> blocks = FetchPlan.Create(
            [
                [new ColumnChunk(-5, 10), new ColumnChunk(10, -1), new ColumnChunk(long.MaxValue, 10), new ColumnChunk(100, long.MaxValue)],
                [default, new ColumnChunk(150, 10), new ColumnChunk(0, 0)],
            ],
            1000);

        Assert.Equal([(100, 900)], blocks.Select(static block => (block.Start, block.Length)));
    }

    private static (List<List<ColumnChunk>> Groups, long End) Layout(Random random)
    {
        int columns = random.Next(1, 6);
        long position = 4;
        List<List<ColumnChunk>> groups = [];
        for (int group = random.Next(1, 5); group > 0; group--)
        {
            List<ColumnChunk> chunks = [];
            for (int column = 0; column < columns; column++)
            {
                long length = random.Next(3) switch { 0 => random.Next(1, 100), 1 => random.Next(1, 200_000), _ => random.Next(1, 3_000_000) };
                chunks.Add(new ColumnChunk(position, length));
                position += length + (random.Next(3) == 0 ? random.Next(400_000) : 0);
            }

            groups.Add(chunks);
        }

        return (groups, position);
    }

    private static void ReadSideBySide(RangedFile file, List<ColumnChunk> chunks, Random random)
    {
        long[] read = new long[chunks.Count];
        while (true)
        {
            bool done = true;
            for (int column = 0; column < read.Length; column++)
            {
                int length = (int)Math.Min(chunks[column].Length - read[column], random.Next(1, 400_000));
                Read(file, chunks[column].Start + read[column], length);
                read[column] += length;
                done &= read[column] == chunks[column].Length;
            }

            if (done)
            {
                return;
            }
        }
    }

    private static void Read(RangedFile file, long position, int length)
    {
        byte[] bytes = new byte[length];
        file.Position = position;
        file.ReadExactly(bytes);
        for (int index = 0; index < length; index += Math.Max(1, length / 100))
        {
            Assert.Equal(SparseStore.ByteAt(position + index), bytes[index]);
        }
    }
}
