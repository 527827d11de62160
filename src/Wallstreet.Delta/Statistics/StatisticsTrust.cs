using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>How far statistics may be believed: never so far that a row is missed.</summary>
internal static class StatisticsTrust
{
    /// <summary>Texts of this length or more may have been cut.</summary>
    public const int TextLengthExact = 32;

    public static ColumnFacts ToFacts(DeltaType type, ColumnStatistics column, long? recordCount, bool tight)
    {
        NullPresence nulls = CountsRows(type) ? GetNulls(column.NullCount, recordCount, tight) : NullPresence.Unknown;
        Literal? min = Loosen(column.Min, -1);
        Literal? max = Loosen(column.Max, +1);
        if (nulls == NullPresence.All || (min is not null && max is not null && !(Literal.Compare(min, max) <= 0)))
        {
            (min, max) = (null, null);
        }

        // Many writers leave NaN out of their bounds, and SQL orders NaN above every number.
        if (type is PrimitiveType { Kind: PrimitiveKind.Double or PrimitiveKind.Float })
        {
            return new ColumnFacts(type, min, max, nulls, false);
        }

        bool exact = tight && min is not null && ReferenceEquals(min, column.Min)
            && max is not null && ReferenceEquals(max, column.Max) && !MayBeCut(min) && !MayBeCut(max);
        return new ColumnFacts(type, min, max, nulls, exact);
    }

    /// <summary>Whether null counts of a type are known to count rows. Those of lists and maps are Parquet's for some writers,
    /// which count null elements and empty lists too, or nothing where a file says nothing; no number of them can be told from a
    /// true one.</summary>
    public static bool CountsRows(DeltaType type) => type is not (ArrayType or MapType);

    private static bool MayBeCut(Literal value) => value.Value switch
    {
        string text => text.Length >= TextLengthExact,
        byte[] bytes => bytes.Length >= TextLengthExact,
        _ => false,
    };

    public static NullPresence GetNulls(long? nullCount, long? recordCount, bool tight) => nullCount switch
    {
        null or < 0 => NullPresence.Unknown,
        0 => NullPresence.None,
        { } count when count == recordCount => NullPresence.All,
        { } count when count > recordCount => NullPresence.Unknown,
        _ => tight && recordCount is not null ? NullPresence.Some : NullPresence.Unknown,
    };

    /// <summary>Whether a bound of a time may have been cut.</summary>
    public static bool IsCut(long microseconds, int direction) =>
        microseconds % 1000 == 0
        && (direction > 0 || microseconds < 0)
        && microseconds is > 1000 - long.MaxValue and < long.MaxValue - 1000;

    /// <summary>A bound that holds whatever was cut off.</summary>
    public static long Loosen(long microseconds, int direction) => microseconds + (direction * 999);

    /// <summary>A bound that holds whether it was written of a double, or of a float in a column that was widened later: 3.4
    /// as a float is 3.4000000953674316.</summary>
    public static double Loosen(double value, int direction)
    {
        double narrow = (float)value;
        return !double.IsFinite(narrow) ? value : direction < 0 ? Math.Min(value, narrow) : Math.Max(value, narrow);
    }

    /// <summary>Spark cuts times to milliseconds: up to 999 µs may be missing above, or below before 1970.</summary>
    private static Literal? Loosen(Literal? bound, int direction)
    {
        if (bound is null || bound.Value is double.NaN)
        {
            return null;
        }

        if (bound.Type == PrimitiveType.Double && bound.Value is double number)
        {
            return new Literal(bound.Type, Loosen(number, direction));
        }

        bool time = bound.Type is PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz };
        return time && bound.Value is long microseconds && IsCut(microseconds, direction)
            ? new Literal(bound.Type, Loosen(microseconds, direction))
            : bound;
    }
}
