using System.Globalization;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>The program is killed while it builds the demo lake; the next start finishes it and nothing is wrong.</summary>
public sealed class KillTests(ITestOutputHelper log)
{
    private const int MomentsCount = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    // Facts about the finished lake that a lost or doubled partition would change.
    internal const string Facts = """
        SELECT 'bronze daily' AS fact, count(*) AS rows, count(DISTINCT (symbol, session_date, source_line)) AS keys FROM bronze.simex_daily
        UNION ALL SELECT 'silver daily', count(*), count(DISTINCT (symbol, session_date)) FROM silver.daily_bars
        UNION ALL SELECT 'silver minute', count(*), count(DISTINCT (symbol, bar_start)) FROM silver.minute_bars
        UNION ALL SELECT 'quarantine', count(*), count(DISTINCT (source, symbol, session_date, source_line)) FROM silver.quarantine
        UNION ALL SELECT 'gold prices', count(*), count(DISTINCT (symbol, session_date)) FROM gold.daily_prices
        ORDER BY fact
        """;

    [Fact]
    public async Task Killed_at_twenty_random_moments_the_lake_is_finished_with_nothing_lost_or_doubled()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string untouched = Path.Combine(folder.Path, "untouched");
        (TimeSpan duration, string expected) = await BuildUndisturbedAsync(untouched, cancellation);
        log.WriteLine($"undisturbed: {duration.TotalSeconds:F1} s\n{expected}");

        // One seed a day: a failure names it, and it can be put here to see the failure again.
        int seed = TimeProvider.System.GetUtcNow().DayOfYear;
        Random random = new(seed);
        int kills = 0;
        for (int round = 0; kills < MomentsCount; round++)
        {
            string lake = Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"lake{round}"));
            kills += await KillUntilBuiltAsync(lake, duration, random, MomentsCount - kills, cancellation);
            Assert.Equal(expected, await FactsAsync(lake, cancellation));
            await AssertStoryIsToldAsync(lake, seed, cancellation);
            await AssertTablesAreSoundAsync(lake, cancellation);
            Directory.Delete(lake, recursive: true);
        }

        Assert.True(kills >= MomentsCount, $"seed {seed}: only {kills} kills");
    }

    private static async Task<(TimeSpan Duration, string Facts)> BuildUndisturbedAsync(string lake, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        await using (WallstreetProgram program = await WallstreetProgram.UpAsync(lake, cancellation))
        {
            await program.ReadyAsync(Patience, cancellation);
        }

        return (TimeProvider.System.GetElapsedTime(start), await FactsAsync(lake, cancellation));
    }

    private async Task<int> KillUntilBuiltAsync(
        string lake, TimeSpan duration, Random random, int killsMax, CancellationToken cancellation)
    {
        // Several kills of one lake: a crash while recovering from a crash is the hardest case.
        int kills = Math.Min(killsMax, random.Next(1, 5));
        int done = 0;
        for (int i = 0; i < kills; i++)
        {
            await using WallstreetProgram program = await WallstreetProgram.UpAsync(lake, cancellation);
            TimeSpan moment = duration * random.NextDouble() * 0.9;
            await Task.Delay(moment, cancellation);
            if (program.Output.Contains("\nReady", StringComparison.Ordinal))
            {
                break;
            }

            await program.KillAsync();
            done++;
            log.WriteLine($"{Path.GetFileName(lake)}: killed after {moment.TotalSeconds:F2} s");
        }

        await using WallstreetProgram last = await WallstreetProgram.UpAsync(lake, cancellation);
        await last.ReadyAsync(Patience, cancellation);
        return Math.Max(done, 1);
    }

    private static async Task<string> FactsAsync(string lake, CancellationToken cancellation)
    {
        ProgramResult result = await WallstreetProgram.RunAsync(lake, ["sql", Facts, "--format", "csv"], cancellation);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }

    private static async Task AssertStoryIsToldAsync(string lake, int seed, CancellationToken cancellation)
    {
        ProgramResult runs = await WallstreetProgram.RunAsync(lake, ["runs", "list", "--format", "json"], cancellation);
        Assert.True(runs.ExitCode == 0, runs.Errors);
        using JsonDocument document = JsonDocument.Parse(runs.Output);
        List<string?> states = [.. document.RootElement.EnumerateArray().Select(run => run.GetProperty("status").GetString())];
        Assert.DoesNotContain("running", states);
        Assert.DoesNotContain("queued", states);
        Assert.True(states.Contains("succeeded"), $"seed {seed}: {string.Join(", ", states)}");
    }

    private static async Task AssertTablesAreSoundAsync(string lake, CancellationToken cancellation)
    {
        ProgramResult tables = await WallstreetProgram.RunAsync(lake, ["table", "list", "--format", "json"], cancellation);
        Assert.True(tables.ExitCode == 0, tables.Errors);
        using JsonDocument document = JsonDocument.Parse(tables.Output);
        Assert.True(document.RootElement.GetArrayLength() >= 10, tables.Output);
    }
}
