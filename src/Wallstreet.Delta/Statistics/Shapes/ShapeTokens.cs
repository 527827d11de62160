using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>Finds where values of JSON end, sixteen letters at a time: most values are shorter.</summary>
internal static class ShapeTokens
{
    /// <summary>The end of a text without escapes.</summary>
    /// <param name="json">The statistics.</param>
    /// <param name="start">Where the text begins, after its quote.</param>
    /// <param name="escaped">Whether quotes have backslashes.</param>
    /// <returns>Where its closing quote begins; -1 if the text has escapes, or is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FindTextEnd(ReadOnlySpan<byte> json, int start, bool escaped)
    {
        unchecked
        {
            int at = start;
            while (at + Vector128<byte>.Count <= json.Length)
            {
                Vector128<byte> letters = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)at);
                Vector128<byte> special = Vector128.LessThan(letters.AsSByte(), Vector128.Create((sbyte)' ')).AsByte()
                    | Vector128.Equals(letters, Vector128.Create((byte)'"'))
                    | Vector128.Equals(letters, Vector128.Create((byte)'\\'));
                uint found = special.ExtractMostSignificantBits();
                if (found != 0)
                {
                    at += BitOperations.TrailingZeroCount(found);
                    return IsEnd(json, at, escaped) ? at : FindRareTextEnd(json, start, escaped);
                }

                at += Vector128<byte>.Count;
            }

            return FindRareTextEnd(json, start, escaped);
        }
    }

    /// <summary>The end of a number.</summary>
    /// <param name="json">The statistics.</param>
    /// <param name="start">Where the number begins.</param>
    /// <returns>The first letter after it; -1 if there is no number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FindNumberEnd(ReadOnlySpan<byte> json, int start)
    {
        unchecked
        {
            if (start + Vector128<byte>.Count <= json.Length)
            {
                Vector128<byte> letters = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)start);
                uint others = Vector128.GreaterThan(letters - Vector128.Create((byte)'0'), Vector128.Create((byte)9))
                    .ExtractMostSignificantBits();
                int digits = BitOperations.TrailingZeroCount(others);
                if (others != 0 && digits > 0 && (digits == 1 || json[start] != '0'))
                {
                    byte next = json[start + digits];
                    if (next is (byte)',' or (byte)'}')
                    {
                        return start + digits;
                    }

                    uint rest = others & (others - 1);
                    int end = BitOperations.TrailingZeroCount(rest);
                    if (next == '.' && rest != 0 && end > digits + 1 && json[start + end] is (byte)',' or (byte)'}')
                    {
                        return start + end;
                    }
                }
            }

            int length = NumberLength(json[start..]);
            return length < 0 ? -1 : start + length;
        }
    }

    private static bool IsEnd(ReadOnlySpan<byte> json, int at, bool escaped) => escaped
        ? json[at] == '\\' && at + 1 < json.Length && json[at + 1] == '"'
        : json[at] == '"';

    /// <summary>Texts near the end of the statistics, and those with other letters than ASCII has.</summary>
    private static int FindRareTextEnd(ReadOnlySpan<byte> json, int start, bool escaped)
    {
        ReadOnlySpan<byte> text = json[start..];
        int end = text.IndexOf(escaped ? (byte)'\\' : (byte)'"');
        if (end < 0 || !IsEnd(text, end, escaped))
        {
            return -1;
        }

        ReadOnlySpan<byte> content = text[..end];
        return content.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0
            && content.IndexOf(escaped ? (byte)'"' : (byte)'\\') < 0
            && (Ascii.IsValid(content) || Utf8.IsValid(content)) ? start + end : -1;
    }

    /// <summary>The length of a number of JSON; -1 if there is none.</summary>
    private static int NumberLength(ReadOnlySpan<byte> text)
    {
        int at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        int digits = CountDigits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0'))
        {
            return -1;
        }

        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            digits = CountDigits(text, at + 1);
            if (digits == 0)
            {
                return -1;
            }

            at += digits + 1;
        }

        return at < text.Length && text[at] is (byte)'e' or (byte)'E' ? WithExponent(text, at) : at;
    }

    private static int WithExponent(ReadOnlySpan<byte> text, int at)
    {
        at += at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
        int digits = CountDigits(text, at);
        return digits == 0 ? -1 : at + digits;
    }

    private static int CountDigits(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        while (at < text.Length && unchecked((uint)(text[at] - '0')) <= 9)
        {
            at++;
        }

        return at - from;
    }
}
