namespace Wallstreet.Markets.Actions;

/// <summary>A corporate action cannot be turned into an adjustment factor.</summary>
/// <param name="action">The action at fault.</param>
/// <param name="message">What is wrong with it and how to mend it.</param>
public sealed class AdjustmentException(CorporateAction action, string message) : ArgumentException(message)
{
    /// <summary>The action at fault.</summary>
    public CorporateAction Action { get; } = action;
}
