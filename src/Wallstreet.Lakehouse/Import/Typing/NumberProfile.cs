namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>What the numbers of a column are like, read with one decimal separator.</summary>
internal sealed class NumberProfile(char decimalSeparator)
{
    private const int BigIntDigits = 19;

    public char DecimalSeparator => decimalSeparator;

    public long Count { get; private set; }

    public long WithExponent { get; private set; }

    public long WithLeadingZero { get; private set; }

    /// <summary>Whole numbers beyond 64 bits.</summary>
    public long BeyondBigInt { get; private set; }

    /// <summary>Digits before the point that all numbers need, and those that fit 64 bits.</summary>
    public int IntegerDigits { get; private set; }

    public int BigIntIntegerDigits { get; private set; }

    public int Scale { get; private set; }

    public void Add(in NumberShape shape, ReadOnlySpan<char> text)
    {
        if (shape.IntegerDigits + shape.Scale > 38 && !shape.HasExponent)
        {
            BeyondBigInt++;
            return;
        }

        Count++;
        WithExponent += shape.HasExponent ? 1 : 0;
        WithLeadingZero += shape.HasLeadingZero ? 1 : 0;
        IntegerDigits = Math.Max(IntegerDigits, shape.IntegerDigits);
        Scale = Math.Max(Scale, shape.Scale);
        bool beyond = shape.IntegerDigits > BigIntDigits
            || (shape.IntegerDigits == BigIntDigits && shape.Scale == 0
                && !(NumberText.TryReadDecimal(text, decimalSeparator, 0, BigIntDigits, out Int128 value) == NumberFault.None
                    && value <= long.MaxValue && value >= long.MinValue));
        if (beyond)
        {
            BeyondBigInt++;
        }
        else
        {
            BigIntIntegerDigits = Math.Max(BigIntIntegerDigits, shape.IntegerDigits);
        }
    }

    /// <summary>The type that the numbers need; null if none holds them.</summary>
    public ColumnType? FindType(long values)
    {
        if (WithExponent > 0)
        {
            return new ColumnType(ColumnKind.Double);
        }

        if (Scale == 0 && BeyondBigInt * 10 <= values)
        {
            return new ColumnType(ColumnKind.BigInt, BigIntIntegerDigits);
        }

        return IntegerDigits + Scale <= 38 ? new ColumnType(ColumnKind.Decimal, IntegerDigits, Scale) : null;
    }
}
