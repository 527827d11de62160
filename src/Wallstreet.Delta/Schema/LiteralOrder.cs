using System.Globalization;

namespace Wallstreet.Delta.Schema;

/// <summary>The order of values across types, and conversions without loss.</summary>
internal static class LiteralOrder
{
    private const double ExactDoubleMax = 9_007_199_254_740_992;

    public static int? Compare(Literal left, Literal right) => (left.Value, right.Value) switch
    {
        (long a, long b) => SameTime(left.Type, right.Type) ? a.CompareTo(b) : CompareTimes(left, right),
        (double a, double b) => CompareNumbers(a, b),
        (DeltaDecimal a, DeltaDecimal b) => a.CompareTo(b),
        (string a, string b) => CompareTexts(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (long a, DeltaDecimal b) when IsInteger(left.Type) => new DeltaDecimal(a, 0).CompareTo(b),
        (DeltaDecimal a, long b) when IsInteger(right.Type) => a.CompareTo(new DeltaDecimal(b, 0)),
        (long or DeltaDecimal, double b) when IsNumber(left.Type) => -CompareToExact(b, left),
        (double a, long or DeltaDecimal) when IsNumber(right.Type) => CompareToExact(a, right),
        _ => null,
    };

    public static Literal? TryCast(Literal value, DeltaType type)
    {
        if (value.Type == type)
        {
            return value;
        }

        return (value.Value, type) switch
        {
            (string text, PrimitiveType { Kind: not PrimitiveKind.String }) => PartitionText.TryParse(text, type),
            (string text, DecimalType) => PartitionText.TryParse(text, type),
            (long number, PrimitiveType { Kind: var kind }) when IsInteger(value.Type) && Fits(number, kind) =>
                new Literal(type, number),
            (long number, DecimalType) when IsInteger(value.Type) =>
                TryRescale(new DeltaDecimal(number, 0), (DecimalType)type),
            (DeltaDecimal number, DecimalType target) => TryRescale(number, target),
            (double, PrimitiveType { Kind: PrimitiveKind.Double }) => new Literal(type, value.Value),
            (double number, PrimitiveType { Kind: PrimitiveKind.Float }) when (float)number == number =>
                new Literal(type, number),
            (long days, PrimitiveType { Kind: PrimitiveKind.TimestampNtz }) when value.Type == PrimitiveType.Date =>
                new Literal(type, days * Literal.MicrosecondsPerDay),
            _ => null,
        };
    }

    public static object ToObject(DeltaType type, long number) => ((PrimitiveType)type).Kind switch
    {
        PrimitiveKind.Integer => (int)number,
        PrimitiveKind.Short => (short)number,
        PrimitiveKind.Byte => (sbyte)number,
        PrimitiveKind.Date => number is >= -719162 and <= 2932896
            ? DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)number)
            : (int)number,
        PrimitiveKind.Timestamp => FindTime(number) is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : number,
        PrimitiveKind.TimestampNtz => FindTime(number) is { } time
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : number,
        _ => number,
    };

    public static bool IsInteger(DeltaType type) =>
        type is PrimitiveType { Kind: PrimitiveKind.Long or PrimitiveKind.Integer or PrimitiveKind.Short
            or PrimitiveKind.Byte };

    private static DateTime? FindTime(long microseconds) =>
        microseconds is >= -62_135_596_800_000_000 and <= 253_402_300_799_999_999
            ? DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    private static bool IsNumber(DeltaType type) => IsInteger(type) || type is DecimalType;

    private static bool Fits(long number, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Long => true,
        PrimitiveKind.Integer => number is >= int.MinValue and <= int.MaxValue,
        PrimitiveKind.Short => number is >= short.MinValue and <= short.MaxValue,
        PrimitiveKind.Byte => number is >= sbyte.MinValue and <= sbyte.MaxValue,
        _ => false,
    };

    private static Literal? TryRescale(DeltaDecimal number, DecimalType type) =>
        number.TryRescale(type.Scale, out DeltaDecimal scaled) ? new Literal(type, scaled) : null;

    private static bool SameTime(DeltaType left, DeltaType right) =>
        left == right || (IsInteger(left) && IsInteger(right));

    /// <summary>A date is midnight of a wall clock; between wall clocks and instants lies an unknown zone.</summary>
    private static int? CompareTimes(Literal left, Literal right) =>
        WallClock(left) is { } a && WallClock(right) is { } b ? a.CompareTo(b) : null;

    private static Int128? WallClock(Literal value) =>
        value.Type == PrimitiveType.Date ? (Int128)(long)value.Value * Literal.MicrosecondsPerDay
        : value.Type == PrimitiveType.TimestampNtz ? (long)value.Value
        : null;

    private static int CompareNumbers(double a, double b) =>
        double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1) : double.IsNaN(b) ? -1 : a == b ? 0 : a.CompareTo(b);

    /// <summary>Compares a double with an exact number where both are far from the limits of a double.</summary>
    private static int? CompareToExact(double number, Literal exact)
    {
        if (double.IsNaN(number) || double.IsPositiveInfinity(number))
        {
            return 1;
        }

        if (double.IsNegativeInfinity(number))
        {
            return -1;
        }

        // Shortest round-trip digits are what a user wrote; engines differ on anything closer, so near ties are open.
        if (Math.Abs(number) >= ExactDoubleMax
            || !DeltaDecimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), out DeltaDecimal value))
        {
            return null;
        }

        int order = value.CompareTo(exact.Value is long integer ? new DeltaDecimal(integer, 0)
            : (DeltaDecimal)exact.Value);
        return order == 0 && exact.Type is DecimalType && value.Scale > 0 ? null : order;
    }

    /// <summary>By code points, which is the order of UTF-8 bytes; UTF-16 order differs beyond the first plane.</summary>
    private static int CompareTexts(string a, string b)
    {
        int length = Math.Min(a.Length, b.Length);
        int common = a.AsSpan(0, length).CommonPrefixLength(b.AsSpan(0, length));
        if (common == length)
        {
            return a.Length.CompareTo(b.Length);
        }

        (char left, char right) = (a[common], b[common]);
        return char.IsSurrogate(left) == char.IsSurrogate(right)
            ? left.CompareTo(right)
            : char.IsSurrogate(left) ? 1 : -1;
    }
}
