namespace Wallstreet.Delta.Tests.Fuzz;

public sealed class VectorBlocksTests
{
    private static readonly string[] _files = ["a.parquet|uabc@1|", "b.parquet|uabc@11|", "c.parquet||"];

    // A version byte, then two vectors of two bytes each.
    private static readonly byte[] _file = [1, 0, 0, 0, 2, 10, 11, 90, 91, 92, 93, 0, 0, 0, 2, 20, 21, 80, 81, 82, 83];

    [Fact]
    public void A_whole_vector_in_the_place_of_another_is_only_exchanged()
    {
        byte[] copied = [.. _file[..11], .. _file[1..11]];
        Assert.True(VectorBlocks.AreOnlyExchanged(_file, copied, _files));
        Assert.True(VectorBlocks.AreOnlyExchanged(_file, _file, _files));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(20)]
    public void A_vector_with_another_byte_is_not(int at)
    {
        byte[] damaged = [.. _file];
        damaged[at] ^= 1;
        Assert.False(VectorBlocks.AreOnlyExchanged(_file, damaged, _files));
    }

    [Fact]
    public void A_vector_that_is_cut_is_not() =>
        Assert.False(VectorBlocks.AreOnlyExchanged(_file, _file[..^1], _files));

    [Fact]
    public void A_file_with_one_vector_has_nothing_to_exchange() =>
        Assert.False(VectorBlocks.AreOnlyExchanged(_file[..11], [.. _file[..11], 7], _files[..1]));
}
