using System.Runtime.CompilerServices;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;
using Wallstreet.Markets.Simulation;

namespace Wallstreet.Markets.Tests;

/// <summary>The examples of the reference pages, run; each page must hold the lines of its example as they stand here.</summary>
public sealed class DocumentedExampleTests
{
    [Fact]
    public void The_example_of_the_calendar_page_does_what_the_page_says()
    {
        // docs/reference/calendars.md
        TradingSession session = ExchangeCalendar.Nyse.GetSession(new DateOnly(2024, 7, 3));
        // 2024-07-03: 13:30 to 17:00 UTC, a half day of 210 minutes
        DateOnly next = ExchangeCalendar.Nyse.Next(session.Date).Date;
        // 2024-07-05
        // end
        Assert.Equal(210, session.MinuteCount);
        Assert.Equal(new TimeSpan(13, 30, 0), session.Open.TimeOfDay);
        Assert.Equal(new TimeSpan(17, 0, 0), session.Close.TimeOfDay);
        Assert.Equal(new DateOnly(2024, 7, 5), next);
        Assert.Equal(10_322, ExchangeCalendar.Nyse.Sessions(new(1990, 1, 1), new(2030, 12, 31)).Count);
        RequirePageHoldsExample("calendars.md");
    }

    [Fact]
    public void The_example_of_the_simulation_page_does_what_the_page_says()
    {
        // docs/reference/simex.md
        var exchange = new SimulatedExchange();
        var bars = new BarColumns();
        int minutes = exchange.MinuteBars("BYTE.SIM", new DateOnly(2024, 7, 3), bars);
        DailyBar day = exchange.DailyBars("BYTE.SIM", new DateOnly(2024, 7, 3), new DateOnly(2024, 7, 3))[0];
        // 210 minute bars of a half day, which add up to the daily bar exactly
        // end
        Assert.Equal(210, minutes);
        Bar[] all = [.. Enumerable.Range(0, bars.Count).Select(index => bars[index])];
        Assert.Equal(day, BarRollup.ToDaily(exchange.Calendar.GetSession(day.Date), all));
        RequirePageHoldsExample("simex.md");
    }

    private static void RequirePageHoldsExample(string page, [CallerFilePath] string source = "")
    {
        string root = SharedFiles.Root();
        string[] example = Code(File.ReadAllLines(Path.Combine(root, "docs", "reference", page)), "```csharp", "```");
        string file = Path.Combine(root, "tests", "Wallstreet.Markets.Tests", Path.GetFileName(source));
        Assert.Equal(Code(File.ReadAllLines(file), "// docs/reference/" + page, "// end"), example);
    }

    private static string[] Code(string[] lines, string begin, string end) =>
        [.. lines.Select(static line => line.Trim()).SkipWhile(line => line != begin).Skip(1).TakeWhile(line => line != end)];
}
