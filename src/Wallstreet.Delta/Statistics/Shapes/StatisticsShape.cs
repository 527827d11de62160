using System.Text;
using System.Text.Unicode;

namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>What the statistics of one writer have in common: everything but the values. A text of a known shape is read
/// by comparing what lies between the values, which is many times faster than to parse it, and as strict: a text that is
/// no valid JSON has no shape.</summary>
internal sealed class StatisticsShape
{
    private readonly StatisticsSlot[] _slots;
    private readonly byte[] _end;
    private readonly bool _escaped;

    /// <param name="slots">The values in order, with the bytes before them.</param>
    /// <param name="end">The bytes after the last value.</param>
    /// <param name="escaped">Whether quotes have backslashes, as in the text of a commit.</param>
    /// <param name="tight">Whether the bounds are tight.</param>
    public StatisticsShape(IReadOnlyList<StatisticsSlot> slots, byte[] end, bool escaped, bool tight)
    {
        _slots = [.. slots];
        _end = end;
        _escaped = escaped;
        TightBounds = tight;
    }

    public bool TightBounds { get; }

    public int Count => _slots.Length;

    public IReadOnlyList<StatisticsSlot> Slots => _slots;

    /// <summary>Finds the values of a text.</summary>
    /// <param name="text">The statistics as they are in the log.</param>
    /// <param name="values">Takes where they are, one for each slot.</param>
    /// <returns>Whether the text has this shape.</returns>
    public bool TryMatch(ReadOnlySpan<byte> text, Span<RawBound> values)
    {
        int at = 0;
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            StatisticsSlot expected = _slots[slot];
            ReadOnlySpan<byte> rest = text[at..];
            if (!rest.StartsWith(expected.Before))
            {
                return false;
            }

            at += expected.Before.Length;
            rest = text[at..];
            int length = expected.IsText ? TextLength(rest) : NumberLength(rest);
            if (length < 0)
            {
                return false;
            }

            values[slot] = new RawBound(at, length, expected.IsText);
            at += length;
        }

        return text[at..].SequenceEqual(_end);
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

    /// <summary>The length of a text without escapes; -1 if it has some, or is no text.</summary>
    private int TextLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf(_escaped ? (byte)'\\' : (byte)'"');
        if (end < 0 || (_escaped && (end + 1 == text.Length || text[end + 1] != '"')))
        {
            return -1;
        }

        ReadOnlySpan<byte> content = text[..end];
        return content.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0
            && content.IndexOf(_escaped ? (byte)'"' : (byte)'\\') < 0
            && (Ascii.IsValid(content) || Utf8.IsValid(content)) ? end : -1;
    }
}
