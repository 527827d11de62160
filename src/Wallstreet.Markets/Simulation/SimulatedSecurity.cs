namespace Wallstreet.Markets.Simulation;

/// <summary>A row of the security master of the simulated exchange. No such company exists.</summary>
/// <param name="SecurityId">An identifier that never changes, such as <c>XSIM0007</c>.</param>
/// <param name="Symbol">The ticker, always ending in <c>.SIM</c>.</param>
/// <param name="Name">The invented company's name.</param>
/// <param name="Sector">One of eleven sectors, named as GICS names them, or <c>Fund</c>.</param>
/// <param name="ListedOn">The first session with data.</param>
/// <param name="DelistedOn">The last session with data, when trading ended before the data do; otherwise null.</param>
/// <param name="MarketBeta">The loading on the market's return that the simulation uses.</param>
public sealed record SimulatedSecurity(
    string SecurityId,
    string Symbol,
    string Name,
    string Sector,
    DateOnly ListedOn,
    DateOnly? DelistedOn,
    double MarketBeta)
{
    /// <summary>The invented market identifier code, <c>XSIM</c>.</summary>
    public string Exchange { get; } = SimulatedExchange.Mic;

    /// <summary>The currency of every price, USD.</summary>
    public string Currency { get; } = "USD";
}
