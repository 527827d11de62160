using System.Collections;

namespace Wallstreet.Markets.Calendars;

/// <summary>The sessions of a date range, oldest first; enumerating it with <c>foreach</c> allocates nothing.</summary>
public readonly struct SessionRange : IReadOnlyList<TradingSession>, IEquatable<SessionRange>
{
    private readonly ExchangeCalendar _calendar;
    private readonly int _first;

    internal SessionRange(ExchangeCalendar calendar, int first, int count)
    {
        _calendar = calendar;
        _first = first;
        Count = count;
    }

    /// <summary>How many sessions there are.</summary>
    public int Count { get; }

    /// <summary>The session at a position; 0 is the oldest.</summary>
    /// <param name="index">The position.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public TradingSession this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _calendar.SessionAtOrdinal(_first + index);
        }
    }

    /// <summary>Compares calendar and bounds.</summary>
    /// <param name="left">One range.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(SessionRange left, SessionRange right) => left.Equals(right);

    /// <summary>Compares calendar and bounds.</summary>
    /// <param name="left">One range.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(SessionRange left, SessionRange right) => !left.Equals(right);

    /// <summary>An enumerator that allocates nothing.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc/>
    public bool Equals(SessionRange other) =>
        ReferenceEquals(_calendar, other._calendar) && _first == other._first && Count == other.Count;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SessionRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_calendar, _first, Count);

    IEnumerator<TradingSession> IEnumerable<TradingSession>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks a <see cref="SessionRange"/>.</summary>
    /// <param name="range">The range to walk.</param>
    public struct Enumerator(SessionRange range) : IEnumerator<TradingSession>
    {
        private int _index = -1;

        /// <inheritdoc/>
        public readonly TradingSession Current => range[_index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < range.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
