using System.Buffers.Binary;

namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Text of base 85: five characters for four bytes.</summary>
/// <remarks>https://rfc.zeromq.org/spec/32/.</remarks>
internal static class Z85
{
    private const string Letters =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <exception cref="BitmapFormatException">The text is not of base 85.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 5 != 0)
        {
            throw new BitmapFormatException($"its text of base 85 has {text.Length} characters, not a multiple of 5");
        }

        // No four bytes begin with '#', so a last group that does is what some writers mark fewer than four with.
        int padding = text.Length == 0 ? 0 : text[^5..].IndexOfAnyExcept('#');
        if (padding is > 0 and < 4)
        {
            return [.. Decode(text[..^5]), .. DecodeShort(text[^(5 - padding)..], 4 - padding)];
        }

        byte[] bytes = new byte[text.Length / 5 * 4];
        for (int group = 0; group < text.Length / 5; group++)
        {
            ulong value = ReadNumber(text.Slice(group * 5, 5));
            if (value > uint.MaxValue)
            {
                throw new BitmapFormatException($"'{text.Slice(group * 5, 5)}' is more than four bytes can hold");
            }

            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(group * 4), (uint)value);
        }

        return bytes;
    }

    /// <summary>Writes bytes as text; zeros fill the last group of four.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[(bytes.Length + 3) / 4 * 5];
        Span<byte> group = stackalloc byte[4];
        for (int start = 0; start < bytes.Length; start += 4)
        {
            group.Clear();
            bytes[start..Math.Min(start + 4, bytes.Length)].CopyTo(group);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(group);
            for (int place = 4; place >= 0; place--)
            {
                text[(start / 4 * 5) + place] = Letters[(int)(value % 85)];
                value /= 85;
            }
        }

        return new string(text);
    }

    private static ulong ReadNumber(ReadOnlySpan<char> group)
    {
        ulong value = 0;
        foreach (char letter in group)
        {
            int digit = Letters.IndexOf(letter, StringComparison.Ordinal);
            value = digit < 0
                ? throw new BitmapFormatException($"the character '{letter}' is not one of base 85")
                : (value * 85) + (ulong)digit;
        }

        return value;
    }

    private static byte[] DecodeShort(ReadOnlySpan<char> group, int count)
    {
        ulong value = ReadNumber(group);
        if (value >> (8 * count) != 0)
        {
            throw new BitmapFormatException($"'{group}' is more than {count} bytes can hold");
        }

        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes[^count..];
    }
}
