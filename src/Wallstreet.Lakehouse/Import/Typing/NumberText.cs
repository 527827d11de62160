using System.Globalization;

namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>Why a text is not a number of a column.</summary>
internal enum NumberFault
{
    None,
    NotANumber,
    TooManyDecimals,
    Overflow,
}

/// <summary>Turns texts into numbers.</summary>
internal static class NumberText
{
    private static readonly Int128[] _powers = Powers();

    /// <summary>Reads an exact number, without ever rounding it.</summary>
    /// <param name="text">The text, trimmed.</param>
    /// <param name="decimalSeparator">The character before decimals.</param>
    /// <param name="scale">Digits after the point that the result has.</param>
    /// <param name="precision">Digits that it may have in all.</param>
    /// <param name="value">The number times ten to the power of the scale.</param>
    public static NumberFault TryReadDecimal(
        ReadOnlySpan<char> text, char decimalSeparator, int scale, int precision, out Int128 value)
    {
        value = 0;
        if (!NumberShape.TryRead(text, decimalSeparator, out NumberShape shape) || shape.HasExponent)
        {
            return NumberFault.NotANumber;
        }

        if (shape.IntegerDigits + scale > precision)
        {
            return NumberFault.Overflow;
        }

        int decimals = 0;
        bool afterPoint = false;
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                afterPoint |= c == decimalSeparator;
                continue;
            }

            if (afterPoint && ++decimals > scale)
            {
                if (c != '0')
                {
                    return NumberFault.TooManyDecimals;
                }

                continue;
            }

            value = (value * 10) + (c - '0');
        }

        value *= _powers[Math.Max(0, scale - decimals)];
        value = text[0] == '-' ? -value : value;
        return NumberFault.None;
    }

    /// <summary>Reads a binary floating-point number.</summary>
    public static bool TryReadDouble(ReadOnlySpan<char> text, char decimalSeparator, out double value)
    {
        value = 0;
        if (!NumberShape.TryRead(text, decimalSeparator, out _) || text.Length > 256)
        {
            return false;
        }

        Span<char> plain = stackalloc char[text.Length];
        int length = 0;
        foreach (char c in text)
        {
            if (c == decimalSeparator)
            {
                plain[length++] = '.';
            }
            else if (char.IsAsciiDigit(c) || c is '+' or '-' or 'e' or 'E')
            {
                plain[length++] = c;
            }
        }

        return double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static Int128[] Powers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
