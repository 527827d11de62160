namespace Wallstreet.Markets.Bars;

/// <summary>A trade came too late to be put in its place.</summary>
/// <param name="trade">The late trade.</param>
/// <param name="message">When it happened, what had come before it, and how to mend it.</param>
public sealed class TradeOrderException(Trade trade, string message) : InvalidOperationException(message)
{
    /// <summary>The late trade.</summary>
    public Trade Trade { get; } = trade;
}
