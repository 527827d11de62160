namespace Wallstreet.Markets.Bars;

/// <summary>A bar that is still being made.</summary>
internal struct OpenBar
{
    private DateTimeOffset _first;
    private DateTimeOffset _last;
    private decimal _open;
    private decimal _high;
    private decimal _low;
    private decimal _close;
    private decimal _turnover;
    private long _volume;
    private long _tradeCount;

    public OpenBar(DateTimeOffset start, in Trade trade)
    {
        Start = start;
        _first = _last = trade.Timestamp;
        _open = _high = _low = _close = trade.Price;
        _turnover = trade.Price * trade.Size;
        _volume = trade.Size;
        _tradeCount = 1;
    }

    public DateTimeOffset Start { get; }

    public void Add(in Trade trade)
    {
        if (trade.Timestamp < _first)
        {
            _first = trade.Timestamp;
            _open = trade.Price;
        }

        if (trade.Timestamp >= _last)
        {
            _last = trade.Timestamp;
            _close = trade.Price;
        }

        _high = Math.Max(_high, trade.Price);
        _low = Math.Min(_low, trade.Price);
        _turnover += trade.Price * trade.Size;
        _volume += trade.Size;
        _tradeCount++;
    }

    public readonly Bar ToBar() =>
        new(Start, _open, _high, _low, _close, _volume, _tradeCount, _turnover / _volume);
}
