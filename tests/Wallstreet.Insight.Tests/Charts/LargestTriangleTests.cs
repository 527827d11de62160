using CsCheck;
using Wallstreet.Insight.Charts;

namespace Wallstreet.Insight.Tests.Charts;

public sealed class LargestTriangleTests
{
    [Fact]
    public void What_stays_is_in_order_has_the_ends_and_the_size_asked_for() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[3, 2000], Gen.Int[3, 300]).Sample((values, keep) =>
        {
            int[] kept = LargestTriangle.Select(values, keep);
            Assert.Equal(Math.Min(keep, values.Length), kept.Length);
            Assert.Equal((0, values.Length - 1), (kept[0], kept[^1]));
            Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        });

    [Fact]
    public void Gaps_do_not_break_it()
    {
        double[] values = [.. Enumerable.Repeat(double.NaN, 100)];

        Assert.Equal(10, LargestTriangle.Select(values, 10).Distinct().Count());
    }
}
