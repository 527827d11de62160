using System.Globalization;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Bars;

/// <summary>Makes longer bars from shorter ones.</summary>
public static class BarRollup
{
    /// <summary>The daily bar of a session from its shorter bars; null when there is none.</summary>
    /// <param name="session">The session; every bar must start in it.</param>
    /// <param name="bars">The bars, oldest first.</param>
    /// <exception cref="ArgumentException">A bar lies outside the session or out of order.</exception>
    public static DailyBar? ToDaily(TradingSession session, ReadOnlySpan<Bar> bars)
    {
        foreach (Bar bar in bars)
        {
            if (!session.Contains(bar.Start))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The bar of {bar.Start:O} does not start in the session {session.Date:yyyy-MM-dd}, ") +
                        string.Create(CultureInfo.InvariantCulture, $"which is {session.Open:O} to {session.Close:O}."),
                    nameof(bars));
            }
        }

        return Combine(bars) is { } whole
            ? new DailyBar(session.Date, whole.Open, whole.High, whole.Low, whole.Close, whole.Volume)
            : null;
    }

    /// <summary>
    /// One bar from consecutive ones; null when there is none. Trade count and VWAP are kept when all the bars have
    /// them; the VWAP is weighted by volume.
    /// </summary>
    /// <param name="bars">The bars, oldest first.</param>
    /// <exception cref="ArgumentException">A bar does not start after the one before.</exception>
    public static Bar? Combine(ReadOnlySpan<Bar> bars)
    {
        if (bars.IsEmpty)
        {
            return null;
        }

        Bar whole = bars[0];
        decimal? turnover = whole.Vwap * whole.Volume;
        for (int i = 1; i < bars.Length; i++)
        {
            Bar bar = bars[i];
            RequireAfter(bars[i - 1], bar);
            turnover += bar.Vwap * bar.Volume;
            whole = whole with
            {
                High = Math.Max(whole.High, bar.High),
                Low = Math.Min(whole.Low, bar.Low),
                Close = bar.Close,
                Volume = whole.Volume + bar.Volume,
                TradeCount = whole.TradeCount + bar.TradeCount,
            };
        }

        return whole with { Vwap = whole.Volume > 0 ? turnover / whole.Volume : null };
    }

    private static void RequireAfter(Bar earlier, Bar later)
    {
        if (later.Start <= earlier.Start)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The bar of {later.Start:O} follows the one of {earlier.Start:O}; sort the bars and drop duplicates."));
        }
    }
}
