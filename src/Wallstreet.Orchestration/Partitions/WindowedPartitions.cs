using System.Globalization;

namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// Partitions that follow each other in time. They are listed once, as far as they have been asked for, and found by key
/// in constant time and by instant in logarithmic time.
/// </summary>
public abstract class WindowedPartitions : PartitionsDefinition
{
    /// <summary>The most partitions that one definition may have.</summary>
    public const int PartitionsMax = 2_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<PartitionKey, int> _ordinals = [];
    private IEnumerator<PartitionWindow>? _source;
    private volatile PartitionWindow[] _windows = [];
    private volatile int _count;
    private volatile bool _complete;

    private protected WindowedPartitions(int endOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(endOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endOffset, 1000);
        EndOffset = endOffset;
    }

    /// <summary>
    /// How many partitions exist before their window has ended: 0, the usual, is none; 1 adds the current one.
    /// </summary>
    public int EndOffset { get; }

    /// <summary>The last window listed so far. The count is read first: the array is never shorter than an older count.</summary>
    private PartitionWindow Newest
    {
        get
        {
            int count = _count;
            return _windows[count - 1];
        }
    }

    /// <inheritdoc />
    public override int CountAt(DateTimeOffset now)
    {
        Extend(now);
        while (!_complete && _count - FirstEndingAfter(now) < EndOffset)
        {
            Extend(Newest.Window.End);
        }

        return Math.Min(_count, FirstEndingAfter(now) + EndOffset);
    }

    /// <inheritdoc />
    public override int FindOrdinal(PartitionKey key)
    {
        if (FindLatestStart(key) is not { } start)
        {
            return -1;
        }

        Extend(start);
        lock (_gate)
        {
            return _ordinals.TryGetValue(key, out int ordinal) ? ordinal : -1;
        }
    }

    /// <inheritdoc />
    public override PartitionKey GetKeyAt(int ordinal) => GetAt(ordinal).Key;

    /// <inheritdoc />
    public override TimeWindow? FindWindowAt(int ordinal) => GetAt(ordinal).Window;

    /// <summary>The partitions that share an instant with a window.</summary>
    public OrdinalRange FindOverlap(TimeWindow window)
    {
        Extend(window.End);
        int first = FirstEndingAfter(window.Start);
        int last = first;
        while (last < _count && _windows[last].Window.Start < window.End)
        {
            last++;
        }

        return OrdinalRange.Between(first, last);
    }

    /// <summary>
    /// The partitions between two dates, both included, among the first so many. Dates are written to the year, month, day
    /// or minute; keys are compared as far as both say. Null when an end is no date or the ends are the wrong way round.
    /// </summary>
    internal OrdinalRange? FindByDate(PartitionRange range, int available)
    {
        if (!IsDate(range.First.Value) || !IsDate(range.Last.Value)
            || string.CompareOrdinal(Cut(range.First.Value, range.Last.Value), range.Last.Value) > 0)
        {
            return null;
        }

        int first = FindFirst(key => string.CompareOrdinal(key, Cut(range.First.Value, key)) >= 0, available);
        int last = FindFirst(key => string.CompareOrdinal(Cut(key, range.Last.Value), Cut(range.Last.Value, key)) > 0, available);
        return OrdinalRange.Between(first, last);
    }

    /// <summary>The windows in order, without an end where there is none.</summary>
    private protected abstract IEnumerable<PartitionWindow> Enumerate();

    /// <summary>An instant at or after the start of the partition, read off its key; null when it is no key of this kind.</summary>
    private protected abstract DateTimeOffset? FindLatestStart(PartitionKey key);

    private protected static DateTimeOffset? ReadDate(PartitionKey key, string format) =>
        DateOnly.TryParseExact(key.Value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
        && date.Year is > 1 and < 2300
            ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(2)
            : null;

    private static bool IsDate(string text) =>
        DateTime.TryParseExact(
            text,
            ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _);

    private static string Cut(string text, string to) => text.Length > to.Length ? text[..to.Length] : text;

    /// <summary>The first place, among so many, from which on keys fulfil a condition.</summary>
    private int FindFirst(Predicate<string> condition, int available)
    {
        int low = 0;
        int high = available;
        PartitionWindow[] windows = _windows;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (condition(windows[middle].Key.Value))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private PartitionWindow GetAt(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        while (ordinal >= _count && !_complete && _count < PartitionsMax)
        {
            Extend(_count == 0 ? DateTimeOffset.MinValue : Newest.Window.End);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, _count);
        return _windows[ordinal];
    }

    /// <summary>Lists every window that starts at or before <paramref name="horizon"/>, and at least one more if there is one.</summary>
    private void Extend(DateTimeOffset horizon)
    {
        if (_complete || (_count > 0 && Newest.Window.Start > horizon))
        {
            return;
        }

        lock (_gate)
        {
            _source ??= Enumerate().GetEnumerator();
            while (!_complete && (_count == 0 || Newest.Window.Start <= horizon))
            {
                if (_count == PartitionsMax)
                {
                    throw new InvalidOperationException(
                        $"{Description} has more than {PartitionsMax} partitions. Start later or cut coarser.");
                }

                Take();
            }
        }
    }

    private void Take()
    {
        if (!_source!.MoveNext())
        {
            _complete = true;
            return;
        }

        if (_count == _windows.Length)
        {
            PartitionWindow[] larger = new PartitionWindow[Math.Max(64, _count * 2)];
            _windows.CopyTo(larger, 0);
            _windows = larger;
        }

        _windows[_count] = _source.Current;
        _ordinals.Add(_source.Current.Key, _count);
        _count++;
    }

    private int FirstEndingAfter(DateTimeOffset instant)
    {
        int low = 0;
        int high = _count;
        PartitionWindow[] windows = _windows;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (windows[middle].Window.End <= instant)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
