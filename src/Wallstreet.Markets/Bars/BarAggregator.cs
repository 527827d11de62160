using System.Globalization;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Bars;

/// <summary>
/// Makes bars from trades as they come: open and close by time (of trades at one instant, the first and the last to
/// arrive), high, low, volume, trade count and VWAP. An interval without a trade gives no bar. Allocates nothing while
/// adding. Not safe for concurrent use.
/// </summary>
public sealed class BarAggregator
{
    private readonly BarAggregatorOptions _options;
    private TradingSession _session;
    private OpenBar _bar;
    private bool _isOpen;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    /// <summary>Starts without any trade.</summary>
    /// <param name="options">How trades become bars.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    public BarAggregator(BarAggregatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Interval, TimeSpan.Zero);
        _options = options;
    }

    /// <summary>How many trades were left out because no session was open.</summary>
    public long TradesOutsideSessions { get; private set; }

    /// <summary>Makes bars from a sequence of trades; the last bar may be incomplete.</summary>
    /// <param name="trades">Trades, oldest first (see <see cref="BarAggregatorOptions.LateTrades"/>).</param>
    /// <param name="options">How trades become bars.</param>
    /// <exception cref="TradeOrderException">A trade came too late.</exception>
    public static IEnumerable<Bar> Aggregate(IEnumerable<Trade> trades, BarAggregatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(trades);
        var aggregator = new BarAggregator(options);
        foreach (Trade trade in trades)
        {
            if (aggregator.TryAdd(trade, out Bar finished))
            {
                yield return finished;
            }
        }

        if (aggregator.TryFinish(out Bar last))
        {
            yield return last;
        }
    }

    /// <summary>Adds a trade.</summary>
    /// <param name="trade">The trade.</param>
    /// <param name="finished">The bar that this trade ended by beginning the next one.</param>
    /// <returns>Whether a bar was finished.</returns>
    /// <exception cref="TradeOrderException">The trade came too late; the aggregator is as before.</exception>
    /// <exception cref="ArgumentException">Price or size is not positive; the aggregator is as before.</exception>
    public bool TryAdd(in Trade trade, out Bar finished)
    {
        Require(trade);
        finished = default;
        if (FindStart(trade.Timestamp) is not { } start)
        {
            TradesOutsideSessions++;
            return false;
        }

        bool endsBar = _isOpen && start > _bar.Start;
        if (endsBar)
        {
            finished = _bar.ToBar();
        }

        if (endsBar || !_isOpen)
        {
            _bar = new OpenBar(start, trade);
            _isOpen = true;
        }
        else
        {
            _bar.Add(trade);
        }

        _newest = trade.Timestamp > _newest ? trade.Timestamp : _newest;
        return endsBar;
    }

    /// <summary>Ends the bar that is open; the next trade begins a new one and may not be older.</summary>
    /// <param name="last">The bar.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryFinish(out Bar last)
    {
        last = _isOpen ? _bar.ToBar() : default;
        bool wasOpen = _isOpen;
        _isOpen = false;
        return wasOpen;
    }

    private void Require(in Trade trade)
    {
        if (trade.Price <= 0 || trade.Size <= 0)
        {
            throw new ArgumentException(
                $"A trade needs a positive price and size, but this has price {trade.Price} and size {trade.Size}: " +
                Stamp(trade.Timestamp) + ".",
                nameof(trade));
        }

        if (trade.Timestamp >= _newest)
        {
            return;
        }

        bool isInOpenBar = _isOpen && trade.Timestamp >= _bar.Start;
        if (_options.LateTrades == LateTradePolicy.Reject || !isInOpenBar)
        {
            throw new TradeOrderException(
                trade,
                $"The trade of {Stamp(trade.Timestamp)} came after one of {Stamp(_newest)}. Sort the trades by time" +
                (_options.LateTrades == LateTradePolicy.Reject ? ", or choose ReorderWithinBar." : "; its bar is finished."));
        }
    }

    private DateTimeOffset? FindStart(DateTimeOffset timestamp)
    {
        long interval = _options.Interval.Ticks;
        if (_options.Calendar is null)
        {
            long sinceEpoch = (timestamp - DateTimeOffset.UnixEpoch).Ticks;
            long remainder = ((sinceEpoch % interval) + interval) % interval;
            return timestamp.ToUniversalTime().AddTicks(-remainder);
        }

        if (!_session.Contains(timestamp))
        {
            if (_options.Calendar.FindSessionAt(timestamp) is not { } session)
            {
                return null;
            }

            _session = session;
        }

        long sinceOpen = (timestamp - _session.Open).Ticks;
        return _session.Open.AddTicks(sinceOpen - (sinceOpen % interval));
    }

    private static string Stamp(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);
}
