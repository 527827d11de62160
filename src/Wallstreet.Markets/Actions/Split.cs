namespace Wallstreet.Markets.Actions;

/// <summary>Each old share becomes <paramref name="Ratio"/> new ones; below 1 it is a reverse split.</summary>
/// <param name="Symbol">The security.</param>
/// <param name="ExDate">The first session that trades in the new shares.</param>
/// <param name="Ratio">New shares for one old share; positive (a 4-for-1 split is 4, a 1-for-10 reverse split 0.1).</param>
public sealed record Split(string Symbol, DateOnly ExDate, decimal Ratio) : CorporateAction(Symbol, ExDate);
