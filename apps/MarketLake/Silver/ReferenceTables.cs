using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Markets.Actions;
using Wallstreet.Markets.Calendars;
using Wallstreet.Markets.Simulation;
using Wallstreet.Orchestration.Authoring;

namespace MarketLake.Silver;

/// <summary>What everything else refers to: sessions, securities, corporate actions.</summary>
public static class ReferenceTables
{
    /// <summary>The exchange's calendar.</summary>
    [Asset("silver/sessions", Owners = ["data-engineering"], Tags = ["layer=silver"], CodeVersion = "1",
        Description = "Every session of the New York Stock Exchange from 1990 to 2030, by rule: closures, early closes, daylight saving time.")]
    [Table(Key = ["exchange", "session_date"])]
    public static AssetOutput Sessions() => AssetOutput.Rows(
        Enumerate(ExchangeCalendar.Nyse).Select(static session => new SessionRow(
            ExchangeCalendar.Nyse.Name, session.Date, session.Open, session.Close, session.IsEarlyClose)));

    /// <summary>The security master.</summary>
    [Asset("silver/securities", Owners = ["data-engineering"], Tags = ["layer=silver", "synthetic=partly"], CodeVersion = "1",
        Description = "Every instrument of the lake: the real index SPX and the invented securities of XSIM.")]
    [Table(Key = ["symbol"])]
    public static AssetOutput Securities(SimulatedExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        SecurityRow index = new("SPX", "SPX", "S&P 500 Index", "Index", "XNYS", new DateOnly(2000, 1, 3), null, false);
        return AssetOutput.Rows(exchange.Securities
            .Select(static s => new SecurityRow(s.SecurityId, s.Symbol, s.Name, s.Sector, s.Exchange, s.ListedOn, s.DelistedOn, true))
            .Prepend(index));
    }

    /// <summary>Splits and dividends.</summary>
    [Asset("silver/corporate_actions", Owners = ["data-engineering"], Tags = ["layer=silver", "synthetic"], CodeVersion = "1",
        Description = "Splits and cash dividends by ex-date, of the synthetic exchange XSIM.")]
    [Table(Key = ["symbol", "ex_date", "kind"], Synthetic = true)]
    public static AssetOutput CorporateActions(SimulatedExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return AssetOutput.Rows(exchange.Symbols.SelectMany(exchange.CorporateActions).Select(static action => action switch
        {
            Split split => new CorporateActionRow(split.Symbol, split.ExDate, "split", split.Ratio, null),
            CashDividend cash => new CorporateActionRow(cash.Symbol, cash.ExDate, "dividend", null, cash.AmountPerShare),
            _ => throw new NotSupportedException($"{action.GetType().Name} of {action.Symbol} on {action.ExDate:O} is no known corporate action."),
        }));
    }

    private static IEnumerable<TradingSession> Enumerate(ExchangeCalendar calendar)
    {
        foreach (TradingSession session in calendar.Sessions(calendar.FirstDate, calendar.LastDate))
        {
            yield return session;
        }
    }
}

/// <summary>A session.</summary>
public sealed record SessionRow(
    [property: Column(Comment = "Market identifier code")] string Exchange,
    [property: Column(Comment = "New York date of the session")] DateOnly SessionDate,
    [property: Column(Comment = "Opening bell, UTC")] DateTimeOffset OpensAt,
    [property: Column(Comment = "Closing bell, UTC")] DateTimeOffset ClosesAt,
    [property: Column(Comment = "True when it closes before 16:00")] bool IsEarlyClose);

/// <summary>A security.</summary>
public sealed record SecurityRow(
    [property: Column(Comment = "Never changes, unlike the symbol")] string SecurityId,
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "Name; invented for XSIM")] string Name,
    [property: Column(Comment = "Sector as GICS names it; Fund or Index for others")] string Sector,
    [property: Column(Comment = "Market identifier code; XSIM is the simulated exchange")] string Exchange,
    [property: Column(Comment = "First session")] DateOnly ListedOn,
    [property: Column(Comment = "Last session; null while it is listed")] DateOnly? DelistedOn,
    [property: Column(Comment = "True for the simulated exchange XSIM")] bool IsSynthetic);

/// <summary>A corporate action.</summary>
public sealed record CorporateActionRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "First session that trades without the right, or in the new shares")] DateOnly ExDate,
    [property: Column(Comment = "split or dividend")] string Kind,
    [property: Column(Comment = "New shares for one old share")] decimal? SplitRatio,
    [property: Column(Comment = "USD for one share as it was before the ex-date")] decimal? CashAmount);
