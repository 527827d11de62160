namespace Wallstreet.Markets.Simulation;

/// <summary>A symbol was asked for that the simulated exchange does not list.</summary>
/// <param name="symbol">The symbol asked for.</param>
/// <param name="message">Which symbol, and where to find the ones that exist.</param>
public sealed class UnknownSecurityException(string symbol, string message) : ArgumentException(message)
{
    /// <summary>The symbol asked for.</summary>
    public string Symbol { get; } = symbol;
}
