namespace Wallstreet.Markets.Actions;

/// <summary>
/// Something a company does that moves the price without a trade. It takes effect before the open of the ex-date, so
/// the last price that does not know of it is the close of the session before.
/// </summary>
/// <param name="Symbol">The security.</param>
/// <param name="ExDate">The first session that trades without the right (dividend) or in the new shares (split).</param>
public abstract record CorporateAction(string Symbol, DateOnly ExDate);
