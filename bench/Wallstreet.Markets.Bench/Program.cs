using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Bench;
using Wallstreet.Markets.Calendars;
using Wallstreet.Markets.Simulation;

// CPU time of this process, one thread, median of nine rounds: dotnet run -c Release --project bench/Wallstreet.Markets.Bench
var columns = new BarColumns(400);
var exchange = new SimulatedExchange();
DateOnly[] sessions = [.. exchange.Calendar.Sessions(new(2023, 1, 3), new(2024, 12, 31)).Select(static s => s.Date)];
string[] symbols = [.. exchange.SecuritiesListedOn(sessions[0]).Select(static security => security.Symbol)];

Measurement.Report("SimEx true minute bars", "bars", () => Minutes(delivered: false));
Measurement.Report("SimEx delivered minute bars", "bars", () => Minutes(delivered: true));
Measurement.Report("SimEx daily bars, universe from nothing", "bars", UniverseFromNothing);
Measurement.Report("Calendar lookups (FindSession)", "lookups", Lookups);

var indicators = new IndicatorWork();
Measurement.Report("Simple average, 20", "values", indicators.SimpleAverage);
Measurement.Report("Relative strength, 14", "values", indicators.Strength);
Measurement.Report("MACD, 12 26 9", "values", indicators.Convergence);
Measurement.Report("Bollinger bands, 20", "values", indicators.Bands);
Measurement.Report("Trades into minute bars of a session", "trades", IndicatorWork.Trades);

long Minutes(bool delivered)
{
    long bars = 0;
    foreach (DateOnly session in sessions)
    {
        foreach (string symbol in symbols)
        {
            columns.Clear();
            bars += delivered
                ? exchange.DeliveredMinuteBars(symbol, session, columns)
                : exchange.MinuteBars(symbol, session, columns);
        }
    }

    return bars;
}

static long UniverseFromNothing()
{
    var fresh = new SimulatedExchange();
    var daily = new BarColumns(8_192);
    long bars = 0;
    foreach (string symbol in fresh.Symbols)
    {
        daily.Clear();
        bars += fresh.DailyBars(symbol, fresh.Options.FirstDate, fresh.Options.LastDate, daily);
    }

    return bars;
}

static long Lookups()
{
    ExchangeCalendar calendar = ExchangeCalendar.Nyse;
    long found = 0;
    long asked = 0;
    for (int round = 0; round < 100; round++)
    {
        for (DateOnly date = calendar.FirstDate; date < calendar.LastDate; date = date.AddDays(1))
        {
            found += calendar.FindSession(date) is null ? 0 : 1;
            asked++;
        }
    }

    return found > 0 ? asked : 0;
}
