namespace Wallstreet.Markets.Calendars;

/// <summary>A session was required on a date on which the exchange was closed.</summary>
/// <param name="date">The date.</param>
/// <param name="message">Which exchange, which date, why it was closed, and the nearest sessions.</param>
public sealed class NoSessionException(DateOnly date, string message) : ArgumentException(message)
{
    /// <summary>The date on which there is no session.</summary>
    public DateOnly Date { get; } = date;
}
