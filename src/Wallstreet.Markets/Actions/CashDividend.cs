namespace Wallstreet.Markets.Actions;

/// <summary>Cash paid to those who held the share at the close before the ex-date.</summary>
/// <param name="Symbol">The security.</param>
/// <param name="ExDate">The first session that trades without the right to it.</param>
/// <param name="AmountPerShare">Cash for one share as it was before the ex-date; not negative.</param>
public sealed record CashDividend(string Symbol, DateOnly ExDate, decimal AmountPerShare)
    : CorporateAction(Symbol, ExDate);
