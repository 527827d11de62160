namespace Wallstreet.Markets.Bars;

/// <summary>
/// Bars in the caller's memory, one span a column, all of one length. Units as in <see cref="BarColumns"/>.
/// </summary>
public readonly ref struct BarSpans
{
    /// <summary>Joins columns of one length.</summary>
    /// <param name="startMicros">Start of each bar, Unix microseconds, UTC.</param>
    /// <param name="sessionDays">Session date of each bar, days since 1970-01-01.</param>
    /// <param name="open">Opening prices in ticks.</param>
    /// <param name="high">Highest prices in ticks.</param>
    /// <param name="low">Lowest prices in ticks.</param>
    /// <param name="close">Closing prices in ticks.</param>
    /// <param name="volume">Shares traded.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public BarSpans(
        Span<long> startMicros,
        Span<int> sessionDays,
        Span<int> open,
        Span<int> high,
        Span<int> low,
        Span<int> close,
        Span<long> volume)
    {
        int count = open.Length;
        bool sameLength = startMicros.Length == count && sessionDays.Length == count && volume.Length == count &&
            high.Length == count && low.Length == count && close.Length == count;
        if (!sameLength)
        {
            throw new ArgumentException("The columns of bars must all have one length.");
        }

        StartMicros = startMicros;
        SessionDays = sessionDays;
        Open = open;
        High = high;
        Low = low;
        Close = close;
        Volume = volume;
    }

    /// <summary>The number of bars there is room for.</summary>
    public int Length => Open.Length;

    /// <summary>Start of each bar, Unix microseconds, UTC.</summary>
    public Span<long> StartMicros { get; }

    /// <summary>Session date of each bar, days since 1970-01-01.</summary>
    public Span<int> SessionDays { get; }

    /// <summary>Opening prices in ticks.</summary>
    public Span<int> Open { get; }

    /// <summary>Highest prices in ticks.</summary>
    public Span<int> High { get; }

    /// <summary>Lowest prices in ticks.</summary>
    public Span<int> Low { get; }

    /// <summary>Closing prices in ticks.</summary>
    public Span<int> Close { get; }

    /// <summary>Shares traded.</summary>
    public Span<long> Volume { get; }

    /// <summary>A part of the bars.</summary>
    /// <param name="start">The first bar.</param>
    /// <param name="count">How many bars.</param>
    /// <exception cref="ArgumentException">There are fewer bars than that.</exception>
    public BarSpans Slice(int start, int count)
    {
        if (start < 0 || count < 0 || start > Length - count)
        {
            throw new ArgumentException(
                $"Room for {count} bars from {start} was needed, but there are only {Length}; pass longer spans.");
        }

        return new BarSpans(
            StartMicros.Slice(start, count),
            SessionDays.Slice(start, count),
            Open.Slice(start, count),
            High.Slice(start, count),
            Low.Slice(start, count),
            Close.Slice(start, count),
            Volume.Slice(start, count));
    }
}
