using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>What the statistics of many files say of one column, as arrays of plain values: <see cref="ColumnFacts"/>
/// without an object for each bound.</summary>
internal abstract class BoundsColumn(DeltaType type, int length)
{
    /// <summary>Files whose positions differ after division by this may be set at once.</summary>
    public const int PartLength = 1 << PartBits;

    protected const int PartBits = 13;

    public DeltaType Type { get; } = type;

    protected BoundMark[] Marks { get; } = new BoundMark[length];

    public static BoundsColumn For(DeltaType type, int length) => type switch
    {
        DecimalType number => new DecimalBounds(number, length),
        PrimitiveType { Kind: PrimitiveKind.String } => new TextBounds(length),
        PrimitiveType { Kind: PrimitiveKind.Double or PrimitiveKind.Float } => new FloatingBounds(type, length),
        PrimitiveType { Kind: PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } =>
            new WholeBounds(type, length),
        _ when LiteralOrder.IsInteger(type) => new WholeBounds(type, length),
        _ => new RareBounds(type, length),
    };

    /// <summary>What is known of a file.</summary>
    public abstract ColumnFacts Get(int position);

    /// <summary>Sets what was read one by one.</summary>
    public abstract void Set(int position, ColumnFacts facts);

    /// <summary>Sets what the text of the statistics says, as far as it may be believed.</summary>
    public abstract void Set(
        int position, ReadOnlySpan<byte> text, RawBound min, RawBound max, NullPresence nulls, bool tight);

    /// <summary>Compares the column of every file with a value.</summary>
    /// <param name="comparison">How.</param>
    /// <param name="value">With what.</param>
    /// <param name="outcomes">Takes <see cref="Outcomes"/> by position.</param>
    public void Compare(ComparisonOperator comparison, Literal value, Span<byte> outcomes)
    {
        Literal wanted = value.TryCast(Type) ?? value;
        Span<byte> table = stackalloc byte[ComparisonTable.Length];
        ComparisonTable.Fill(table, comparison, wanted, Type);
        if (!TryCompare(wanted, table, outcomes))
        {
            for (int position = 0; position < outcomes.Length; position++)
            {
                outcomes[position] = (byte)ComparisonOutcomes.Of(Get(position), comparison, value);
            }
        }
    }

    /// <summary>Compares the column of every file with an empty list of values.</summary>
    public void CompareWithNone(Span<byte> outcomes) => Decide(ComparisonOutcomes.OfNone, outcomes);

    /// <summary>Tells of every file whether the column may be null.</summary>
    public void AskNull(Span<byte> outcomes) => Decide(Predicate.IsNull.Decide, outcomes);

    protected abstract bool TryCompare(Literal wanted, ReadOnlySpan<byte> table, Span<byte> outcomes);

    private void Decide(Func<NullPresence, Outcomes> decide, Span<byte> outcomes)
    {
        Span<byte> table = stackalloc byte[(int)BoundMark.Nulls + 1];
        for (int nulls = 0; nulls < table.Length; nulls++)
        {
            table[nulls] = (byte)decide((NullPresence)nulls);
        }

        for (int position = 0; position < outcomes.Length; position++)
        {
            outcomes[position] = table[(int)(Marks[position] & BoundMark.Nulls)];
        }
    }

    protected static BoundMark MarkOf(ColumnFacts facts) =>
        (BoundMark)facts.Nulls
        | (facts.Exact ? BoundMark.Exact : BoundMark.None)
        | (facts.Min is null ? BoundMark.None : BoundMark.HasMin)
        | (facts.Max is null ? BoundMark.None : BoundMark.HasMax);
}
