using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Bars;

/// <summary>How trades become bars.</summary>
public sealed record BarAggregatorOptions
{
    /// <summary>The length of a bar, positive. Default one minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// With a calendar, bars are counted from each session's open, never reach over its close, and trades outside
    /// sessions are counted but left out. Without one (the default), bars start at multiples of the interval since
    /// 1970-01-01 UTC.
    /// </summary>
    public ExchangeCalendar? Calendar { get; init; }

    /// <summary>What happens to trades that arrive late. Default <see cref="LateTradePolicy.Reject"/>.</summary>
    public LateTradePolicy LateTrades { get; init; }
}
