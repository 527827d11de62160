using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>A text whose values have the same places as those of the text before it: files of one writer often differ in
/// single digits only. Such a text is recognised letter by letter, many at once, by the range in which each letter may be:
/// digits stay digits, letters of texts stay letters that need no escape, and all else stays the same.</summary>
internal sealed class ShapeTwin
{
    /// <summary>A pattern that met fewer texts was not worth its making.</summary>
    private const int HitsMin = 8;

    /// <summary>The most texts to let pass before the next try.</summary>
    private const int PauseMax = 4096;

    private byte[] _lows = [];
    private byte[] _ranges = [];
    private int _length = -1;
    private int _hits;
    private int _pause;
    private int _pauseNext = 1;

    /// <summary>Whether a text has its values where the learned one has them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsTwin(ReadOnlySpan<byte> text)
    {
        if (text.Length != _length)
        {
            return false;
        }

        unchecked
        {
            ref byte letters = ref MemoryMarshal.GetReference(text);
            ref byte lows = ref MemoryMarshal.GetArrayDataReference(_lows);
            ref byte ranges = ref MemoryMarshal.GetArrayDataReference(_ranges);
            nuint last = (nuint)(_length - Vector256<byte>.Count);
            for (nuint at = 0; ; at += (nuint)Vector256<byte>.Count)
            {
                // The last step overlaps the one before it.
                nuint from = Math.Min(at, last);
                Vector256<byte> above = Vector256.LoadUnsafe(ref letters, from) - Vector256.LoadUnsafe(ref lows, from);
                if (Vector256.GreaterThanAny(above, Vector256.LoadUnsafe(ref ranges, from)))
                {
                    return false;
                }

                if (from == last)
                {
                    _hits++;
                    return true;
                }
            }
        }
    }

    /// <summary>Takes a text of the shape as the next to be compared with, unless those before it were of no use.</summary>
    /// <param name="text">The text.</param>
    /// <param name="values">Where its values are.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryLearn(ReadOnlySpan<byte> text, ReadOnlySpan<RawBound> values)
    {
        if (text.Length < Vector256<byte>.Count || _pause-- > 0)
        {
            return false;
        }

        _pauseNext = _hits >= HitsMin ? 1 : Math.Min(_pauseNext * 2, PauseMax);
        (_pause, _hits, _length) = (_pauseNext, 0, text.Length);
        if (_lows.Length < text.Length)
        {
            _lows = new byte[text.Length];
            _ranges = new byte[text.Length];
        }

        text.CopyTo(_lows);
        _ranges.AsSpan(0, text.Length).Clear();
        foreach (RawBound value in values)
        {
            Span<byte> lows = _lows.AsSpan(value.Start, value.Length);
            Span<byte> ranges = _ranges.AsSpan(value.Start, value.Length);
            if (value.IsText)
            {
                LearnText(lows, ranges);
            }
            else
            {
                LearnNumber(lows, ranges);
            }
        }

        return true;
    }

    /// <summary>ASCII without quote, backslash and control letters is two ranges; a letter stays within its own.</summary>
    private static void LearnText(Span<byte> lows, Span<byte> ranges)
    {
        for (int at = 0; at < lows.Length; at++)
        {
            switch (lows[at])
            {
                case >= (byte)'#' and <= (byte)'[':
                    (lows[at], ranges[at]) = ((byte)'#', '[' - '#');
                    break;
                case >= (byte)']' and <= (byte)'~':
                    (lows[at], ranges[at]) = ((byte)']', '~' - ']');
                    break;
            }
        }
    }

    /// <summary>A number of several digits must not begin with 0.</summary>
    private static void LearnNumber(Span<byte> lows, Span<byte> ranges)
    {
        int first = lows.Length > 0 && lows[0] == '-' ? 1 : 0;
        for (int at = 0; at < lows.Length; at++)
        {
            if (char.IsAsciiDigit((char)lows[at]))
            {
                bool leads = at == first && at + 1 < lows.Length && char.IsAsciiDigit((char)lows[at + 1]);
                (lows[at], ranges[at]) = leads ? ((byte)'1', (byte)8) : ((byte)'0', (byte)9);
            }
        }
    }
}
