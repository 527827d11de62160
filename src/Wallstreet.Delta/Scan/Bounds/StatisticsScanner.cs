using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Statistics.Shapes;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>Reads the statistics of many files into columns. Files of one writer have one shape, which is learned from
/// the first; a file of no known shape is read by <see cref="StatisticsLayout"/>. Several scanners may fill the same
/// columns at once, each its own files.</summary>
internal sealed class StatisticsScanner
{
    private const int ShapesMax = 8;

    /// <summary>After so many files without a shape none is learned any more.</summary>
    private const int MissesMax = 256;

    private readonly StatisticsLayout _layout;
    private readonly BoundsColumn[] _columns;
    private readonly long[] _recordCounts;
    private readonly List<KnownShape> _shapes = [];
    private int _misses;

    /// <param name="layout">The columns that are wanted.</param>
    /// <param name="columns">Take what is known of them, in the same order.</param>
    /// <param name="recordCounts">Takes how many rows the files have, -1 where that is not known.</param>
    public StatisticsScanner(StatisticsLayout layout, BoundsColumn[] columns, long[] recordCounts)
    {
        _layout = layout;
        _columns = columns;
        _recordCounts = recordCounts;
    }

    /// <summary>Reads the statistics of a file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReadByShape(int position, ReadOnlySpan<byte> raw)
    {
        for (int known = 0; known < _shapes.Count; known++)
        {
            KnownShape shape = _shapes[known];
            if (!shape.Shape.TryMatch(raw))
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

        _shapes.Insert(0, new KnownShape(shape, _layout));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(int position, ReadOnlySpan<byte> raw, KnownShape known)
    {
        ReadOnlySpan<RawBound> values = known.Shape.Values;
        long records = Count(raw, ValueAt(values, known.RecordCount));
        _recordCounts[position] = records;
        bool tight = known.Shape.TightBounds;
        BoundsColumn[] columns = _columns;
        for (int column = 0; column < columns.Length; column++)
        {
            long nulls = Count(raw, ValueAt(values, known.NullCounts[column]));
            columns[column].Set(
                position,
                raw,
                ValueAt(values, known.Mins[column]),
                ValueAt(values, known.Maxs[column]),
                StatisticsTrust.GetNulls(nulls < 0 ? null : nulls, records < 0 ? null : records, tight),
                tight);
        }
    }

    private static RawBound ValueAt(ReadOnlySpan<RawBound> values, int slot) => slot < 0 ? RawBound.None : values[slot];

    /// <summary>A count; -1 where <see cref="StatisticsValue.ReadCount"/> finds none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Count(ReadOnlySpan<byte> raw, RawBound value)
    {
        if (value.IsNone || value.IsText)
        {
            return -1;
        }

        ReadOnlySpan<byte> token = value.In(raw);
        return PlainText.TryReadWhole(token, out long count)
            || (Utf8Parser.TryParse(token, out count, out int used) && used == token.Length) ? Math.Max(count, -1) : -1;
    }

    /// <summary>A shape, and which of its values are wanted.</summary>
    private sealed class KnownShape(StatisticsShape shape, StatisticsLayout layout)
    {
        public StatisticsShape Shape { get; } = shape;

        public int RecordCount { get; } = shape.Find(-1, StatisticsPurpose.RecordCount);

        public int[] Mins { get; } = Slots(shape, layout, StatisticsPurpose.Min);

        public int[] Maxs { get; } = Slots(shape, layout, StatisticsPurpose.Max);

        public int[] NullCounts { get; } = Slots(shape, layout, StatisticsPurpose.NullCount);

        private static int[] Slots(StatisticsShape shape, StatisticsLayout layout, StatisticsPurpose purpose) =>
        [
            .. layout.Columns.Select((column, position) =>
                purpose != StatisticsPurpose.NullCount || StatisticsTrust.CountsRows(column.Type) ? shape.Find(position, purpose) : -1),
        ];
    }
}
