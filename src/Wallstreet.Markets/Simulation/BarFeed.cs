namespace Wallstreet.Markets.Simulation;

/// <summary>Which of the two deliveries an injected error is in.</summary>
public enum BarFeed
{
    /// <summary>One-minute bars.</summary>
    Minute,

    /// <summary>Daily bars.</summary>
    Daily,
}
