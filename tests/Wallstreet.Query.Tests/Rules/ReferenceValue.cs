using System.Globalization;
using System.Numerics;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>A row, and whether anything computed of it did not fit its type.</summary>
internal sealed class ReferenceRow(IReadOnlyDictionary<string, object?> values)
{
    public bool Overflowed { get; set; }

    public object? this[string column] => values[column];

    /// <summary>A whole number in its type, wrapped as a machine does.</summary>
    public object Fit(BigInteger value, DeltaType type)
    {
        int bits = ReferenceValue.Bits(type);
        BigInteger size = BigInteger.One << bits;
        BigInteger wrapped = BigInteger.Remainder(value, size);
        wrapped = wrapped < 0 ? wrapped + size : wrapped;
        wrapped = wrapped >= size / 2 ? wrapped - size : wrapped;
        Overflowed |= wrapped != value;
        return wrapped;
    }
}

/// <summary>An expression in Spark's words, with what it is for a row by rules written here anew: whole numbers of a width,
/// exact decimals, texts of code points, and the three values of logic. All parts are computed, needed or not.</summary>
/// <param name="Text">In Spark's words.</param>
/// <param name="Level">How tight it holds together: 0 OR, 1 AND, 2 NOT, 3 comparisons, 4 sums, 5 products, 6 signs, 7 values.</param>
/// <param name="Type">Its type.</param>
/// <param name="Evaluate">Its value: <see cref="BigInteger"/>, <see cref="ReferenceDecimal"/>, <see cref="bool"/>,
/// <see cref="string"/> or null.</param>
internal sealed record ReferenceValue(string Text, int Level, DeltaType Type, Func<ReferenceRow, object?> Evaluate)
{
    public static int Bits(DeltaType type) => ((PrimitiveType)type).Kind switch
    {
        PrimitiveKind.Byte => 8,
        PrimitiveKind.Short => 16,
        PrimitiveKind.Integer => 32,
        _ => 64,
    };

    /// <summary>Its text where something must hold at least so tight.</summary>
    public string At(int level) => Level < level ? $"({Text})" : Text;

    public bool? Truth(ReferenceRow row) => (bool?)Evaluate(row);

    /// <summary>The order of two values of one kind; null if one is null.</summary>
    public static int? Order(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => null,
        (BigInteger a, BigInteger b) => a.CompareTo(b),
        (bool a, bool b) => a.CompareTo(b),
        (string a, string b) => ComparePoints(a, b),
        _ => ReferenceDecimal.Of(left).CompareTo(ReferenceDecimal.Of(right)),
    };

    public static bool? And(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    public static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;

    /// <summary>LIKE, letter by letter.</summary>
    public static bool Like(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern)
    {
        if (pattern.IsEmpty)
        {
            return text.IsEmpty;
        }

        if (pattern[0] == '%')
        {
            return Like(text, pattern[1..]) || (!text.IsEmpty && Like(text[1..], pattern));
        }

        bool escaped = pattern[0] == '\\';
        int letter = escaped ? pattern[1] : pattern[0];
        return !text.IsEmpty && (text[0] == letter || (!escaped && letter == '_')) && Like(text[1..], pattern[(escaped ? 2 : 1)..]);
    }

    public static int[] Points(string text) => [.. text.EnumerateRunes().Select(static rune => rune.Value)];

    public static string Join(IEnumerable<int> points) => string.Concat(points.Select(char.ConvertFromUtf32));

    private static int ComparePoints(string a, string b) => Points(a).AsSpan().SequenceCompareTo(Points(b));
}

/// <summary>An exact number: so many units of ten to the minus scale.</summary>
internal readonly record struct ReferenceDecimal(BigInteger Units, int Scale) : IComparable<ReferenceDecimal>
{
    public static ReferenceDecimal Of(object value) =>
        value is BigInteger whole ? new ReferenceDecimal(whole, 0) : (ReferenceDecimal)value;

    public BigInteger At(int scale) => Units * BigInteger.Pow(10, scale - Scale);

    public override string ToString()
    {
        string digits = BigInteger.Abs(Units).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return (Units < 0 ? "-" : "") + digits[..^Scale] + (Scale > 0 ? "." + digits[^Scale..] : "");
    }

    public int CompareTo(ReferenceDecimal other)
    {
        int scale = Math.Max(Scale, other.Scale);
        return At(scale).CompareTo(other.At(scale));
    }

    /// <summary>A decimal text, with an exponent or without, rounded to a scale: halves go away from zero.</summary>
    public static ReferenceDecimal Read(string text, int scale)
    {
        string[] parts = text.Split('E', 'e');
        string mantissa = parts[0].TrimStart('-');
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int given = (point < 0 ? 0 : mantissa.Length - point - 1)
            - (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        BigInteger units = BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        BigInteger power = BigInteger.Pow(10, Math.Abs(given - scale));
        units = given <= scale ? units * power : ((units * 2) + power) / (power * 2);
        return new ReferenceDecimal(text[0] == '-' ? -units : units, scale);
    }

    public static ReferenceDecimal Compute(char symbol, ReferenceDecimal a, ReferenceDecimal b)
    {
        int scale = Math.Max(a.Scale, b.Scale);
        return symbol switch
        {
            '+' => new(a.At(scale) + b.At(scale), scale),
            '-' => new(a.At(scale) - b.At(scale), scale),
            _ => new(a.Units * b.Units, a.Scale + b.Scale),
        };
    }
}
