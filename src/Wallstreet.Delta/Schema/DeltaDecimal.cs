using System.Globalization;
using System.Runtime.InteropServices;

namespace Wallstreet.Delta.Schema;

/// <summary>A decimal of up to 38 digits: more than <see cref="decimal"/> holds.</summary>
/// <param name="Unscaled">The digits as an integer.</param>
/// <param name="Scale">How many of them follow the point.</param>
public readonly record struct DeltaDecimal(Int128 Unscaled, int Scale)
{
    private const int DigitsMax = 38;

    /// <summary>Converts a number that C# holds.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The same number.</returns>
    public static DeltaDecimal FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<int, uint>(bits);
        UInt128 magnitude = ((UInt128)words[2] << 64) | ((UInt128)words[1] << 32) | words[0];
        return new DeltaDecimal(value < 0 ? -(Int128)magnitude : (Int128)magnitude, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>Parses digits with an optional sign, point and exponent.</summary>
    /// <param name="text">Such as <c>-12.50</c> or <c>1E-7</c>.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether the text is such a number of at most 38 digits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DeltaDecimal value)
    {
        value = default;
        int exponentAt = text.IndexOfAny('e', 'E');
        int exponent = 0;
        if (exponentAt >= 0)
        {
            if (!int.TryParse(
                text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || exponent is < -100 or > 100)
            {
                return false;
            }

            text = text[..exponentAt];
        }

        if (!TryParseDigits(text, out Int128 unscaled, out int scale))
        {
            return false;
        }

        value = new DeltaDecimal(unscaled, scale - exponent);
        return value.Scale >= 0 || value.TryRescale(0, out value);
    }

    /// <summary>The same number with another scale.</summary>
    /// <param name="scale">Digits after the point.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it can be written so without loss and within 38 digits.</returns>
    public bool TryRescale(int scale, out DeltaDecimal value)
    {
        Int128 unscaled = Unscaled;
        int step = scale - Scale;
        value = default;
        for (; step > 0; step--)
        {
            if (unscaled > Int128.MaxValue / 10 || unscaled < Int128.MinValue / 10)
            {
                return false;
            }

            unscaled *= 10;
        }

        for (; step < 0; step++)
        {
            if (unscaled % 10 != 0)
            {
                return false;
            }

            unscaled /= 10;
        }

        value = new DeltaDecimal(unscaled, scale);
        return true;
    }

    /// <summary>The number as C# holds it.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it fits.</returns>
    public bool TryToDecimal(out decimal value) =>
        decimal.TryParse(ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out value)
        && FromDecimal(value).CompareTo(this) == 0;

    /// <summary>Orders numbers, whatever their scale.</summary>
    /// <param name="other">The other number.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public int CompareTo(DeltaDecimal other)
    {
        if (Scale == other.Scale)
        {
            return Unscaled.CompareTo(other.Unscaled);
        }

        if (Scale < other.Scale)
        {
            return -other.CompareTo(this);
        }

        // The other number has fewer digits after the point: if it cannot be widened, it is larger than any here.
        return other.TryRescale(Scale, out DeltaDecimal wide)
            ? Unscaled.CompareTo(wide.Unscaled)
            : -Int128.Sign(other.Unscaled);
    }

    /// <summary>Compares numbers, whatever their scale: 1.0 equals 1.00.</summary>
    /// <param name="other">The other number.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(DeltaDecimal other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        (Int128 unscaled, int scale) = (Unscaled, Scale);
        while (scale > 0 && unscaled % 10 == 0)
        {
            unscaled /= 10;
            scale--;
        }

        return HashCode.Combine(unscaled, scale);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Scale <= 0)
        {
            return Unscaled.ToString(CultureInfo.InvariantCulture) + new string('0', -Scale);
        }

        string digits = Int128.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return (Unscaled < 0 ? "-" : "") + digits[..^Scale] + "." + digits[^Scale..];
    }

    private static bool TryParseDigits(ReadOnlySpan<char> text, out Int128 unscaled, out int scale)
    {
        unscaled = 0;
        scale = 0;
        bool negative = text is ['-', ..];
        text = text is ['-' or '+', ..] ? text[1..] : text;
        int digits = 0;
        bool point = false;
        foreach (char letter in text)
        {
            if (letter == '.' && !point)
            {
                point = true;
                continue;
            }

            if (!char.IsAsciiDigit(letter) || (unscaled != 0 && ++digits >= DigitsMax))
            {
                return false;
            }

            unscaled = (unscaled * 10) + (letter - '0');
            scale += point ? 1 : 0;
        }

        unscaled = negative ? -unscaled : unscaled;
        return text.Length > (point ? 1 : 0);
    }
}
