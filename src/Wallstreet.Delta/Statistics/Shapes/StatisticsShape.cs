using System.Runtime.CompilerServices;

namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>What the statistics of one writer have in common: everything but the values. A text of a known shape is read
/// by comparing what lies between the values, which is many times faster than to parse it, and as strict: a text that is
/// no valid JSON has no shape.</summary>
internal sealed class StatisticsShape
{
    private readonly StatisticsSlot[] _slots;
    private readonly byte[] _end;
    private readonly bool _escaped;
    private readonly ShapeTwin _twin = new();
    private readonly RawBound[] _found;
    private readonly RawBound[] _learned;
    private RawBound[] _values;

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
        (_found, _learned) = (new RawBound[_slots.Length], new RawBound[_slots.Length]);
        _values = _found;
    }

    public bool TightBounds { get; }

    /// <summary>Where the values of the text are that was matched last, one for each slot.</summary>
    public ReadOnlySpan<RawBound> Values => _values;

    /// <summary>Which slot says something.</summary>
    /// <param name="column">Of which column; -1 for the file.</param>
    /// <param name="purpose">What it says.</param>
    /// <returns>The slot; -1 if none does.</returns>
    public int Find(int column, StatisticsPurpose purpose) =>
        Array.FindIndex(_slots, slot => slot.Column == column && slot.Purpose == purpose);

    /// <summary>Finds the values of a text.</summary>
    /// <param name="text">The statistics as they are in the log.</param>
    /// <returns>Whether the text has this shape.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryMatch(ReadOnlySpan<byte> text)
    {
        if (_twin.IsTwin(text))
        {
            _values = _learned;
            return true;
        }

        if (!TryFind(text))
        {
            return false;
        }

        _values = _found;
        if (_twin.TryLearn(text, _found))
        {
            _found.CopyTo(_learned, 0);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFind(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            StatisticsSlot[] slots = _slots;
            bool escaped = _escaped;
            int at = 0;
            for (int slot = 0; slot < slots.Length; slot++)
            {
                StatisticsSlot expected = slots[slot];
                if (!text[at..].StartsWith(expected.Before))
                {
                    return false;
                }

                at += expected.Before.Length;
                int end = expected.IsText
                    ? ShapeTokens.FindTextEnd(text, at, escaped)
                    : ShapeTokens.FindNumberEnd(text, at);
                if (end < 0)
                {
                    return false;
                }

                _found[slot] = new RawBound(at, end - at, expected.IsText);
                at = end;
            }

            return text[at..].SequenceEqual(_end);
        }
    }
}
