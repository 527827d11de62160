namespace Wallstreet.Markets.Calendars;

/// <summary>
/// One trading day of an exchange: the local calendar date and the instants between which the regular market is open.
/// </summary>
/// <param name="Date">The date in the exchange's own time zone; the key of a session partition.</param>
/// <param name="Open">The opening instant, in UTC.</param>
/// <param name="Close">The closing instant, in UTC (exclusive: the last minute bar starts one minute earlier).</param>
/// <param name="IsEarlyClose">Whether the session ended before the regular close.</param>
/// <param name="IsLateOpen">Whether the session began after the regular open.</param>
public readonly record struct TradingSession(
    DateOnly Date,
    DateTimeOffset Open,
    DateTimeOffset Close,
    bool IsEarlyClose,
    bool IsLateOpen = false)
{
    /// <summary>How long the regular market is open.</summary>
    public TimeSpan Duration => Close - Open;

    /// <summary>The number of whole one-minute bars in the session (390 on a regular NYSE day).</summary>
    public int MinuteCount => (int)(Duration.Ticks / TimeSpan.TicksPerMinute);

    /// <summary>Whether the instant lies in the session; the close itself does not.</summary>
    /// <param name="instant">Any instant.</param>
    public bool Contains(DateTimeOffset instant) => instant >= Open && instant < Close;
}
