namespace Wallstreet.Markets.Simulation;

/// <summary>A factor on one session.</summary>
/// <param name="Return">Its simple return.</param>
/// <param name="Variance">The variance the return was drawn with.</param>
/// <param name="IsCrisis">Whether the market was in its crisis regime.</param>
internal readonly record struct FactorDay(double Return, double Variance, bool IsCrisis);
