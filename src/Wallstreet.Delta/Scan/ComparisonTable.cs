using Wallstreet.Delta.Scan.Bounds;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>The outcomes of one comparison for everything that can be known of a file: a file costs two comparisons and a
/// look into a table. The table is filled by <see cref="ComparisonOutcomes"/>, so both decide alike.</summary>
internal static class ComparisonTable
{
    /// <summary>Eight marks without the bits for bounds, by four orders of the lower and of the upper bound.</summary>
    public const int Length = 8 * 16;

    /// <summary>The order of a bound that is not there.</summary>
    public const int NoOrder = 2;

    public static void Fill(Span<byte> table, ComparisonOperator comparison, Literal wanted, DeltaType type)
    {
        for (int entry = 0; entry < table.Length; entry++)
        {
            NullPresence nulls = (NullPresence)(entry & (int)BoundMark.Nulls);
            bool exact = (entry & (int)BoundMark.Exact) != 0;
            ComparisonOutcomes.Orders orders = new(
                ToOrder((entry >> 3) & 3), ToOrder(entry >> 5), exact, ComparisonOutcomes.MayHideNaN(type, exact));
            table[entry] = (byte)ComparisonOutcomes.Of(nulls, orders, comparison, wanted);
        }
    }

    /// <summary>The entry of a file.</summary>
    /// <param name="mark">What is known of it.</param>
    /// <param name="low">The order of the lower bound: -1, 0, 1; or <see cref="NoOrder"/>.</param>
    /// <param name="high">The order of the upper bound.</param>
    public static int Entry(BoundMark mark, int low, int high) =>
        unchecked(((int)mark & 7) | ((low + 1) << 3) | ((high + 1) << 5));

    private static int? ToOrder(int code) => code == NoOrder + 1 ? null : code - 1;
}
