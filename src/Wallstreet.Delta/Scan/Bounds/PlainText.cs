using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Reads values that are written in the one usual way. What is written otherwise is for the slow readers, which
/// know every way; these here never read anything that those would read differently.</summary>
internal static class PlainText
{
    private const int DigitsMax = 18;
    private const int ExactPowerMax = 15;
    private const int DaysTo1970 = 719_162;

    private static readonly long[] _tens = [.. Enumerable.Range(0, DigitsMax + 1).Select(static power => (long)Math.Pow(10, power))];

    /// <summary>Digits with an optional minus.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryReadWhole(ReadOnlySpan<byte> token, out long value)
    {
        bool negative = token.Length > 0 && token[0] == '-';
        ReadOnlySpan<byte> digits = negative ? token[1..] : token;
        if (!TryReadDigits(digits, out value))
        {
            return false;
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>A decimal of few digits as an integer of the wanted scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryReadScaled(ReadOnlySpan<byte> token, int scale, out long unscaled)
    {
        unscaled = 0;
        bool negative = token.Length > 0 && token[0] == '-';
        ReadOnlySpan<byte> number = negative ? token[1..] : token;
        int point = number.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? number : number[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : number[(point + 1)..];
        if (fraction.Length > scale || (point >= 0 && fraction.IsEmpty) || whole.Length + scale > DigitsMax
            || !TryReadDigits(whole, out long high))
        {
            return false;
        }

        long low = 0;
        if (!fraction.IsEmpty && !TryReadDigits(fraction, out low))
        {
            return false;
        }

        unscaled = (high * _tens[scale]) + (low * _tens[scale - fraction.Length]);
        unscaled = negative ? -unscaled : unscaled;
        return true;
    }

    /// <summary>A number of JSON.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryReadFloating(ReadOnlySpan<byte> token, out double value)
    {
        // Up to 15 digits and powers of ten to 10^15 are exact doubles, so one division rounds correctly.
        int point = token.IndexOf((byte)'.');
        if (point > 0 && token.Length <= ExactPowerMax && TryReadScaled(token, token.Length - point - 1, out long digits)
            && digits != 0)
        {
            value = (double)digits / _tens[token.Length - point - 1];
            return true;
        }

        return Utf8Parser.TryParse(token, out value, out int used) && used == token.Length;
    }

    /// <summary>A day as <c>2024-01-31</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryReadDay(ReadOnlySpan<byte> token, out long days)
    {
        days = 0;
        if (token.Length != 10 || token[4] != '-' || token[7] != '-'
            || !TryReadDigits(token[..4], out long year) || !TryReadDigits(token.Slice(5, 2), out long month)
            || !TryReadDigits(token.Slice(8, 2), out long day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month))
        {
            return false;
        }

        days = new DateOnly((int)year, (int)month, (int)day).DayNumber - DaysTo1970;
        return true;
    }

    /// <summary>A time in UTC or of no zone as <c>2024-01-31T12:30:00.123Z</c>, with three or six digits of a second.
    /// </summary>
    public static bool TryReadTime(ReadOnlySpan<byte> token, out long microseconds)
    {
        microseconds = 0;
        ReadOnlySpan<byte> text = token.Length > 0 && token[^1] == 'Z' ? token[..^1] : token;
        if (text.Length is not (23 or 26) || text[10] != 'T' || text[19] != '.'
            || !TryReadDay(text[..10], out long days) || !TryReadClock(text.Slice(11, 8), out long second)
            || !TryReadDigits(text[20..], out long fraction))
        {
            return false;
        }

        microseconds = (((days * 86_400) + second) * 1_000_000) + (text.Length == 23 ? fraction * 1000 : fraction);
        return true;
    }

    /// <summary>The seconds since midnight of <c>12:30:00</c>.</summary>
    private static bool TryReadClock(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text[2] != ':' || text[5] != ':' || !TryReadDigits(text[..2], out long hour)
            || !TryReadDigits(text.Slice(3, 2), out long minute) || !TryReadDigits(text.Slice(6, 2), out long second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        seconds = (((hour * 60) + minute) * 60) + second;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > DigitsMax)
        {
            return false;
        }

        unchecked
        {
            foreach (byte letter in digits)
            {
                uint digit = letter - (uint)'0';
                if (digit > 9)
                {
                    return false;
                }

                value = (value * 10) + digit;
            }
        }

        return true;
    }
}
