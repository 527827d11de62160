namespace Wallstreet.Delta.Schema;

/// <summary>A value of a primitive type, never null: a partition's value, a bound of statistics, a constant of a
/// filter. Values order as SQL orders them; NaN is greater than every number and equal to itself.</summary>
public sealed class Literal : IEquatable<Literal>
{
    internal const long MicrosecondsPerDay = 86_400_000_000;

    /// <param name="type">The type.</param>
    /// <param name="value">A bool, long (integers, days of a date, microseconds of a time), double, DeltaDecimal,
    /// string or byte[].</param>
    internal Literal(DeltaType type, object value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>The type.</summary>
    public DeltaType Type { get; }

    internal object Value { get; }

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(bool value) => new(PrimitiveType.Boolean, value);

    /// <summary>An <c>integer</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(int value) => new(PrimitiveType.Integer, (long)value);

    /// <summary>A <c>long</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(long value) => new(PrimitiveType.Long, value);

    /// <summary>A <c>double</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(double value) => new(PrimitiveType.Double, value);

    /// <summary>A decimal with the scale that the value has.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(decimal value) => Of(DeltaDecimal.FromDecimal(value));

    /// <summary>A decimal.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(DeltaDecimal value) => new(new DecimalType(38, Math.Clamp(value.Scale, 0, 38)), value);

    /// <summary>A <c>string</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(PrimitiveType.String, value);
    }

    /// <summary>A <c>binary</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(PrimitiveType.Binary, value);
    }

    /// <summary>A <c>date</c>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(DateOnly value) =>
        new(PrimitiveType.Date, (long)(value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber));

    /// <summary>A <c>timestamp</c>; finer than microseconds is cut off.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The literal.</returns>
    public static Literal Of(DateTimeOffset value) =>
        new(PrimitiveType.Timestamp, Microseconds(value.UtcDateTime));

    /// <summary>A <c>timestamp_ntz</c>; finer than microseconds is cut off.</summary>
    /// <param name="value">The wall-clock time, whatever its kind.</param>
    /// <returns>The literal.</returns>
    public static Literal OfWallClock(DateTime value) => new(PrimitiveType.TimestampNtz, Microseconds(value));

    /// <summary>Orders two values.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <returns>Less than, equal to or greater than 0; <see langword="null"/> where SQL would not compare their types
    /// or where it cannot be decided exactly.</returns>
    public static int? Compare(Literal left, Literal right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return LiteralOrder.Compare(left, right);
    }

    /// <summary>The value as a value of another type, if that can be done without loss. Texts are parsed as partition
    /// values are.</summary>
    /// <param name="type">The wanted type.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public Literal? TryCast(DeltaType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return LiteralOrder.TryCast(this, type);
    }

    /// <summary>The value as C# would hold it: integers by their width, <see cref="float"/>, <see cref="double"/>,
    /// <see cref="decimal"/> (a <see cref="DeltaDecimal"/> if that is too small), <see cref="DateOnly"/>,
    /// <see cref="DateTimeOffset"/>, <see cref="DateTime"/>, text and bytes.</summary>
    /// <returns>The value. Days and times that no calendar of C# holds stay numbers.</returns>
    public object ToObject() => Value switch
    {
        long number => LiteralOrder.ToObject(Type, number),
        double number when Type == PrimitiveType.Float => (float)number,
        DeltaDecimal number => number.TryToDecimal(out decimal value) ? value : number,
        object value => value,
    };

    /// <inheritdoc/>
    public bool Equals(Literal? other) => other is not null && Compare(this, other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Literal);

    /// <inheritdoc/>
    public override int GetHashCode() => Value switch
    {
        long number => new DeltaDecimal(number, 0).GetHashCode(),
        DeltaDecimal number => number.GetHashCode(),
        double => 1,
        byte[] bytes => bytes.Length,
        object value => value.GetHashCode(),
    };

    /// <inheritdoc/>
    public override string ToString() => PartitionText.Write(this);

    private static long Microseconds(DateTime value) =>
        Math.DivRem(value.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond) is var (quotient, rest)
        && rest < 0 ? quotient - 1 : quotient;
}
