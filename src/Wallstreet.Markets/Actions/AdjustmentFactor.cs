namespace Wallstreet.Markets.Actions;

/// <summary>What the prices of a stretch of days are multiplied by to be comparable with the newest ones.</summary>
/// <param name="Through">The last date (inclusive) the factor holds for; <see cref="DateOnly.MaxValue"/> for the newest.</param>
/// <param name="Split">Product of 1 / ratio over all later splits.</param>
/// <param name="Dividend">Product of 1 − dividend / previous close over all later dividends.</param>
public readonly record struct AdjustmentFactor(DateOnly Through, decimal Split, decimal Dividend)
{
    /// <summary>The factor for total-return prices: splits and dividends.</summary>
    public decimal Price => Split * Dividend;

    /// <summary>The factor for volumes: shares count in today's units, dividends do not change them.</summary>
    public decimal Volume => 1m / Split;
}
