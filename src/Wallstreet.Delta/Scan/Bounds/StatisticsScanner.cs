using System.Buffers.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Reads the statistics of many files into columns. Files of one writer have one shape, which is learned from
/// the first; a file of no known shape is read by <see cref="StatisticsLayout"/>.</summary>
internal sealed class StatisticsScanner
{
    private const int ShapesMax = 8;

    /// <summary>After so many files without a shape none is learned any more.</summary>
    private const int MissesMax = 256;

    private readonly StatisticsLayout _layout;
    private readonly BoundsColumn[] _columns;
    private readonly long[] _recordCounts;
    private readonly List<StatisticsShape> _shapes = [];
    private readonly RawBound[] _mins;
    private readonly RawBound[] _maxs;
    private readonly long[] _nullCounts;
    private RawBound[] _values = [];
    private int _misses;

    /// <param name="layout">The columns that are wanted.</param>
    /// <param name="columns">Take what is known of them, in the same order.</param>
    /// <param name="recordCounts">Takes how many rows the files have, -1 where that is not known.</param>
    public StatisticsScanner(StatisticsLayout layout, BoundsColumn[] columns, long[] recordCounts)
    {
        _layout = layout;
        _columns = columns;
        _recordCounts = recordCounts;
        _mins = new RawBound[columns.Length];
        _maxs = new RawBound[columns.Length];
        _nullCounts = new long[columns.Length];
    }

    /// <summary>Reads the statistics of a file.</summary>
    public void Read(int position, RawText statistics)
    {
        _recordCounts[position] = -1;
        if (statistics.IsEmpty)
        {
            return;
        }

        if (statistics.TryGetRaw(out ReadOnlySpan<byte> raw, out bool escaped) && TryReadByShape(position, raw))
        {
            return;
        }

        ReadOnlyMemory<byte> json = statistics.ToBytes();
        if (_layout.Read(json) is not { } read)
        {
            return;
        }

        _recordCounts[position] = read.RecordCount ?? -1;
        for (int column = 0; column < _columns.Length; column++)
        {
            _columns[column].Set(position, read.GetFacts(column));
        }

        Learn(json.Span, escaped);
    }

    private bool TryReadByShape(int position, ReadOnlySpan<byte> raw)
    {
        for (int known = 0; known < _shapes.Count; known++)
        {
            StatisticsShape shape = _shapes[known];
            if (!shape.TryMatch(raw, _values))
            {
                continue;
            }

            if (known > 0)
            {
                (_shapes[0], _shapes[known]) = (shape, _shapes[0]);
            }

            Keep(position, raw, shape);
            return true;
        }

        return false;
    }

    private void Learn(ReadOnlySpan<byte> json, bool escaped)
    {
        if (_misses++ >= MissesMax || StatisticsShapeLearner.TryLearn(_layout, json, escaped) is not { } shape)
        {
            return;
        }

        if (_shapes.Count == ShapesMax)
        {
            _shapes.RemoveAt(ShapesMax - 1);
        }

        _shapes.Insert(0, shape);
        if (_values.Length < shape.Count)
        {
            _values = new RawBound[shape.Count];
        }
    }

    private void Keep(int position, ReadOnlySpan<byte> raw, StatisticsShape shape)
    {
        Array.Fill(_mins, RawBound.None);
        Array.Fill(_maxs, RawBound.None);
        Array.Fill(_nullCounts, -1);
        IReadOnlyList<StatisticsSlot> slots = shape.Slots;
        for (int slot = 0; slot < shape.Count; slot++)
        {
            int column = slots[slot].Column;
            RawBound value = _values[slot];
            switch (slots[slot].Purpose)
            {
                case StatisticsPurpose.RecordCount:
                    _recordCounts[position] = Count(raw, value);
                    break;
                case StatisticsPurpose.Min:
                    _mins[column] = value;
                    break;
                case StatisticsPurpose.Max:
                    _maxs[column] = value;
                    break;
                case StatisticsPurpose.NullCount:
                    _nullCounts[column] = Count(raw, value);
                    break;
            }
        }

        long? records = _recordCounts[position] < 0 ? null : _recordCounts[position];
        for (int column = 0; column < _columns.Length; column++)
        {
            long? nulls = _nullCounts[column] < 0 ? null : _nullCounts[column];
            _columns[column].Set(
                position,
                raw,
                _mins[column],
                _maxs[column],
                StatisticsTrust.GetNulls(nulls, records, shape.TightBounds),
                shape.TightBounds);
        }
    }

    /// <summary>A count; -1 where <see cref="StatisticsValue.ReadCount"/> finds none.</summary>
    private static long Count(ReadOnlySpan<byte> raw, RawBound value)
    {
        ReadOnlySpan<byte> token = value.In(raw);
        if (value.IsText)
        {
            return -1;
        }

        return PlainText.TryReadWhole(token, out long count)
            || (Utf8Parser.TryParse(token, out count, out int used) && used == token.Length) ? Math.Max(count, -1) : -1;
    }
}
