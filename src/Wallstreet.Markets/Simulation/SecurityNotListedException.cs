namespace Wallstreet.Markets.Simulation;

/// <summary>A session was asked for on which the security did not trade.</summary>
/// <param name="symbol">The security.</param>
/// <param name="date">The session asked for.</param>
/// <param name="message">Which security, which session, and when it was listed.</param>
public sealed class SecurityNotListedException(string symbol, DateOnly date, string message)
    : ArgumentException(message)
{
    /// <summary>The security.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>The session asked for.</summary>
    public DateOnly Date { get; } = date;
}
