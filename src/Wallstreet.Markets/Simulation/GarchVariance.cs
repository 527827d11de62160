namespace Wallstreet.Markets.Simulation;

/// <summary>
/// The variance of tomorrow's return given today's: h' = (1 − α − β)·σ² + α·r² + β·h
/// (GARCH(1,1), T. Bollerslev, Journal of Econometrics 31, 1986). σ is the long-run level, which a regime may move.
/// </summary>
internal struct GarchVariance(double longRunVolatility)
{
    private const double Alpha = 0.09;
    private const double Beta = 0.89;

    public double Value { get; private set; } = longRunVolatility * longRunVolatility;

    public readonly double Volatility => Math.Sqrt(Value);

    public void Update(double shock, double longRunVolatility) =>
        Value = ((1.0 - Alpha - Beta) * longRunVolatility * longRunVolatility) +
            (Alpha * shock * shock) + (Beta * Value);
}
