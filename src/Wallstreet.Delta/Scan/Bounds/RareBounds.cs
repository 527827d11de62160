using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Bounds of types that hardly ever have any: booleans, bytes, and columns of which only nulls are counted.
/// </summary>
internal sealed class RareBounds(DeltaType type, int length) : BoundsColumn(type, length)
{
    private readonly ColumnFacts[] _facts = CreateUnknown(type, length);

    public override ColumnFacts Get(int position) => _facts[position];

    public override void Set(int position, ColumnFacts facts)
    {
        Marks[position] = MarkOf(facts);
        _facts[position] = facts;
    }

    /// <remarks>No quoted text and no number is a bound of such a type.</remarks>
    public override void Set(
        int position, ReadOnlySpan<byte> text, RawBound min, RawBound max, NullPresence nulls, bool tight) =>
        Set(position, new ColumnFacts(Type, null, null, nulls, false));

    protected override bool TryCompare(Literal wanted, ReadOnlySpan<byte> table, Span<byte> outcomes) => false;

    private static ColumnFacts[] CreateUnknown(DeltaType type, int length)
    {
        ColumnFacts[] facts = new ColumnFacts[length];
        Array.Fill(facts, ColumnFacts.Unknown(type));
        return facts;
    }
}
