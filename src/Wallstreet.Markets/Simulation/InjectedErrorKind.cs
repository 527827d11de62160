namespace Wallstreet.Markets.Simulation;

/// <summary>The ways in which a delivery differs from the truth.</summary>
public enum InjectedErrorKind
{
    /// <summary>The high is a quarter too high or the low a quarter too low; the bar stays consistent in itself.</summary>
    BadTick,

    /// <summary>High and low are exchanged, so the high lies below the low.</summary>
    HighBelowLow,

    /// <summary>The bar is delivered twice.</summary>
    DuplicateBar,

    /// <summary>The bars are not delivered.</summary>
    MissingBars,

    /// <summary>The bars say that nothing traded, though their prices are right.</summary>
    ZeroVolume,

    /// <summary>The prices repeat those of the bar before (minute: its close, daily: the whole bar).</summary>
    StalePrice,
}
