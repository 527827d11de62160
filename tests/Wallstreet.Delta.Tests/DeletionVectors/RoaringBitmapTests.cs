using TestKit;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Delta.Tests.DeletionVectors;

/// <summary>The test vectors of the bitmap format, and bytes that break it.</summary>
public sealed class RoaringBitmapTests
{
    [Theory]
    [InlineData("bitmapwithruns.bin")]
    [InlineData("bitmapwithoutruns.bin")]
    public void The_bitmaps_of_the_format_hold_the_numbers_that_they_say(string name)
    {
        RoaringBitmap bitmap = RoaringBitmap.Read32(File.ReadAllBytes(Vector($"testdata/{name}")));

        List<long> expected = [];
        for (long number = 0; number < 100_000; number += 1000)
        {
            expected.Add(number);
        }

        for (long number = 100_000; number < 200_000; number++)
        {
            expected.Add(3 * number);
        }

        for (long number = 700_000; number < 800_000; number++)
        {
            expected.Add(number);
        }

        Assert.Equal(expected.Count, bitmap.Cardinality);
        Assert.Equal(expected, bitmap.Numbers);
    }

    [Theory]
    [InlineData("testdata64/bitmap64.bin")]
    [InlineData("testdata64/portable_bitmap64.bin")]
    public void A_bitmap_that_is_written_holds_what_was_read(string name)
    {
        RoaringBitmap bitmap = RoaringBitmap.Read64(File.ReadAllBytes(Vector(name)));
        System.Buffers.ArrayBufferWriter<byte> output = new();

        RoaringWriter.Write64(RoaringBitmap.Of(bitmap.Numbers), output);

        Assert.Equal(bitmap.Numbers, RoaringBitmap.Read64(output.WrittenSpan).Numbers);
        Assert.InRange(output.WrittenCount, 1, new FileInfo(Vector(name)).Length);
    }

    [Fact]
    public void Bitmaps_combine_as_sets_do_and_are_written_as_they_are()
    {
        Random random = new(7);
        for (int round = 0; round < 200; round++)
        {
            long[] a = Numbers(random);
            long[] b = Numbers(random);
            RoaringBitmap first = RoaringBitmap.Of(a);
            RoaringBitmap second = RoaringBitmap.Of(b);

            Assert.Equal(a.Union(b).Order(), first.Union(second).Numbers);
            Assert.Equal(a.Except(b).Order(), first.Except(second).Numbers);
            Assert.Equal(a.Intersect(b).Any(), first.Intersects(second));
            System.Buffers.ArrayBufferWriter<byte> output = new();
            RoaringWriter.Write64(first, output);
            RoaringBitmap read = RoaringBitmap.Read64(output.WrittenSpan);
            Assert.Equal((a.Distinct().Order(), a.Distinct().LongCount()), (read.Numbers, read.Cardinality), Same);
        }
    }

    private static bool Same((IEnumerable<long> Numbers, long Count) a, (IEnumerable<long> Numbers, long Count) b) =>
        a.Count == b.Count && a.Numbers.SequenceEqual(b.Numbers);

    /// <summary>Single numbers, runs, and dense stretches, near and far apart.</summary>
    private static long[] Numbers(Random random)
    {
        List<long> numbers = [];
        for (int part = random.Next(6); part > 0; part--)
        {
            long start = random.NextInt64(random.Next(2) == 0 ? 1 << 18 : 1L << 34);
            int length = random.Next(3) switch { 0 => 1, 1 => random.Next(300), _ => random.Next(70_000) };
            int step = random.Next(1, 5);
            numbers.AddRange(Enumerable.Range(0, length / step).Select(item => start + ((long)item * step)));
        }

        return [.. numbers];
    }

    [Fact]
    public void A_bitmap_of_64_bits_holds_evens_a_long_run_and_one_number_far_above()
    {
        RoaringBitmap bitmap = RoaringBitmap.Read64(File.ReadAllBytes(Vector("testdata64/bitmap64.bin")));

        IEnumerable<long> expected = Enumerable.Range(0, 32_768).Select(static number => number * 2L)
            .Concat(Enumerable.Range(0, 1_000_000).Select(static number => (1L << 32) + number))
            .Append(1L << 48);
        Assert.Equal(expected, bitmap.Numbers);
    }

    [Fact]
    public void A_bitmap_of_64_bits_may_mix_runs_arrays_and_sets_of_bits()
    {
        RoaringBitmap bitmap = RoaringBitmap.Read64(File.ReadAllBytes(Vector("testdata64/portable_bitmap64.bin")));

        List<long> expected = [];
        foreach (long upper in new[] { 0L, 1L << 32 })
        {
            expected.AddRange(Enumerable.Range(0, 0x9001).Select(number => upper | (uint)number));
            expected.AddRange(Enumerable.Range(0xA000, 0x10001 - 0xA000).Select(number => upper | (uint)number));
            expected.AddRange([upper | 0x20000, upper | 0x20005]);
            expected.AddRange(Enumerable.Range(0, 0x8000).Select(number => upper | (uint)(0x80000 + (number * 2))));
        }

        Assert.Equal(expected, bitmap.Numbers);
    }

    [Fact]
    public void A_bitmap_that_ends_too_soon_is_refused_wherever_it_is_cut()
    {
        byte[] whole = File.ReadAllBytes(Vector("testdata64/portable_bitmap64.bin"));

        foreach (int length in Enumerable.Range(0, 200).Select(step => step * whole.Length / 200))
        {
            Assert.Throws<BitmapFormatException>(() => RoaringBitmap.Read64(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Changed_bytes_make_another_bitmap_or_an_error_and_nothing_else()
    {
        byte[] whole = File.ReadAllBytes(Vector("testdata64/portable_bitmap64.bin"));
        Random random = new(20_240_501);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(round % 2 == 0 ? 120 : changed.Length)] = (byte)random.Next(256);
            try
            {
                Assert.True(RoaringBitmap.Read64(changed).Cardinality >= 0);
            }
            catch (BitmapFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 20_000);
    }

    [Fact]
    public async Task Many_rows_are_asked_for_at_once_as_one_by_one()
    {
        byte[] content = await File.ReadAllBytesAsync(
            Vector("testdata/bitmapwithruns.bin"), TestContext.Current.CancellationToken);
        DeletionVector vector = new(RoaringBitmap.Read32(content));
        long[] rows = [.. Enumerable.Range(0, 900_000).Select(static row => (long)row), 5, 3_000, long.MaxValue];
        bool[] alive = new bool[rows.Length];

        vector.FindAlive(rows, alive);

        HashSet<long> deleted = [.. vector.Rows];
        Assert.Equal(rows.Select(row => !deleted.Contains(row)), alive);
        Assert.Equal(rows.Select(vector.IsDeleted), rows.Select(deleted.Contains));
    }

    private static string Vector(string name) => SharedData.PathOf("delta-corpus/roaring-format-spec/" + name);
}
