using CsCheck;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Engine.Arrays;

namespace Wallstreet.Delta.Tests.Engine;

public sealed class AliveRowsTests
{
    [Fact]
    public void Stretches_leave_the_rows_that_are_not_deleted()
    {
        Gen.Select(Gen.Int[0, 400].HashSet[0, 200], Gen.Int[1, 90].Array[1, 12]).Sample(
            (deleted, lengths) =>
            {
                using AliveRows rows = new(DeletionVector.Of(deleted.Select(static row => (long)row)));
                int start = 0;
                foreach (int length in lengths)
                {
                    List<int> expected = [.. Enumerable.Range(0, length).Where(row => !deleted.Contains(start + row))];
                    ArrowRuns? runs = rows.Next(length);
                    Assert.Equal(expected.Count == length, runs is null);
                    Assert.Equal(expected, runs?.ToRows() ?? expected);
                    Assert.Equal(expected.Count, runs?.RowCount ?? length);
                    start += length;
                }
            },
            iter: 2_000);
    }

    [Fact]
    public void Without_a_vector_all_are_left()
    {
        using AliveRows rows = new(null);
        Assert.Null(rows.Next(10));
    }

    [Fact]
    public void A_stretch_whose_rows_are_all_deleted_leaves_none()
    {
        using AliveRows rows = new(DeletionVector.Of([0, 1, 2]));
        Assert.Empty(rows.Next(3)!.ToRows());
        Assert.Null(rows.Next(3));
    }
}
