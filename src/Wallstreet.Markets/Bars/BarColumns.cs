namespace Wallstreet.Markets.Bars;

/// <summary>
/// Bars as columns (a struct of arrays) that grow as bars are appended and keep their memory when cleared, so one
/// instance serves many partitions. Prices are whole ticks (<see cref="TickSize"/> of the currency each), times are
/// Unix microseconds, dates are days since 1970-01-01: what Arrow and Parquet want. Not safe for concurrent use.
/// </summary>
public sealed class BarColumns
{
    private long[] _startMicros;
    private int[] _sessionDays;
    private int[] _open;
    private int[] _high;
    private int[] _low;
    private int[] _close;
    private long[] _volume;

    /// <summary>Reserves room for a number of bars.</summary>
    /// <param name="capacity">The number of bars; at least 1.</param>
    public BarColumns(int capacity = 512)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _startMicros = new long[capacity];
        _sessionDays = new int[capacity];
        _open = new int[capacity];
        _high = new int[capacity];
        _low = new int[capacity];
        _close = new int[capacity];
        _volume = new long[capacity];
    }

    /// <summary>The value of one tick in the currency of the bars.</summary>
    public static decimal TickSize => 0.01m;

    /// <summary>The number of bars held.</summary>
    public int Count { get; private set; }

    /// <summary>The bars that are filled, for reading and writing; valid until the next append.</summary>
    public BarSpans Filled => Slice(0, Count);

    /// <summary>One bar with its prices as decimals.</summary>
    /// <param name="index">Its position.</param>
    public Bar this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Bar(
                DateTimeOffset.UnixEpoch.AddTicks(_startMicros[index] * TimeSpan.TicksPerMicrosecond),
                ToPrice(_open[index]),
                ToPrice(_high[index]),
                ToPrice(_low[index]),
                ToPrice(_close[index]),
                _volume[index]);
        }
    }

    /// <summary>The price of a number of ticks, with two decimals.</summary>
    /// <param name="ticks">Whole ticks.</param>
    public static decimal ToPrice(int ticks) => new(Math.Abs(ticks), 0, 0, ticks < 0, 2);

    /// <summary>A date as days since 1970-01-01.</summary>
    /// <param name="date">Any date.</param>
    public static int ToDays(DateOnly date) => date.DayNumber - 719_162;

    /// <summary>An instant as Unix microseconds.</summary>
    /// <param name="instant">Any instant.</param>
    public static long ToMicros(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Forgets the bars and keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Makes room for more bars, to be filled by the caller and confirmed with <see cref="Advance"/>.</summary>
    /// <param name="count">How many bars may be written.</param>
    public BarSpans Reserve(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int needed = Count + count;
        if (needed > _open.Length)
        {
            Grow(Math.Max(needed, _open.Length * 2));
        }

        return Slice(Count, count);
    }

    /// <summary>Confirms bars that were written into what <see cref="Reserve"/> gave.</summary>
    /// <param name="count">How many bars were written.</param>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _open.Length - Count);
        Count += count;
    }

    private BarSpans Slice(int start, int count) => new(
        _startMicros.AsSpan(start, count),
        _sessionDays.AsSpan(start, count),
        _open.AsSpan(start, count),
        _high.AsSpan(start, count),
        _low.AsSpan(start, count),
        _close.AsSpan(start, count),
        _volume.AsSpan(start, count));

    private void Grow(int capacity)
    {
        Array.Resize(ref _startMicros, capacity);
        Array.Resize(ref _sessionDays, capacity);
        Array.Resize(ref _open, capacity);
        Array.Resize(ref _high, capacity);
        Array.Resize(ref _low, capacity);
        Array.Resize(ref _close, capacity);
        Array.Resize(ref _volume, capacity);
    }
}
