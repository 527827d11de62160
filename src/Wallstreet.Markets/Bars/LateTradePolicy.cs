namespace Wallstreet.Markets.Bars;

/// <summary>What an aggregator does with a trade that is older than the one before it.</summary>
public enum LateTradePolicy
{
    /// <summary>It is an error.</summary>
    Reject,

    /// <summary>
    /// It is put in its place while its bar is still open; once a later bar has begun it is an error.
    /// </summary>
    ReorderWithinBar,
}
