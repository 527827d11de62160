using System.Globalization;
using Wallstreet.Markets.Actions;

namespace Wallstreet.Markets.Tests.Actions;

/// <summary>
/// Real actions and raw closes against the factor files that Lean publishes for the same securities. The dividends were
/// derived from those factors and carry ± 0.0001 of noise, so cumulated factors agree to about 2.4e-6, not exactly.
/// </summary>
public sealed class LeanFactorTests
{
    private const double Tolerance = 5e-6;

    [Theory]
    [InlineData("AAPL", 30)]
    [InlineData("IBM", 80)]
    [InlineData("SPY", 80)]
    [InlineData("IWM", 70)]
    [InlineData("AIG", 60)]
    public void Factors_from_actions_and_raw_closes_reproduce_the_published_ones(string symbol, int rowsMin)
    {
        (DateOnly, decimal)[] closes = [.. SharedFiles.Rows($"equities_raw/{symbol}.csv")
            .Select(static row => (Day(row[0], "yyyy-MM-dd"), Number(row[4])))];
        RequireEqual(symbol, date => AdjustmentFactors.FindPreviousClose(closes, date), rowsMin);
    }

    /// <summary>
    /// For three dividends of BAC in 1998 the factor file used another close (68.81 on 1998-03-03) than the price file
    /// holds (78.00), so BAC is checked with the closes that the factor file itself names.
    /// </summary>
    [Theory]
    [InlineData("BAC", 80)]
    [InlineData("AAPL", 30)]
    public void Factors_from_actions_and_the_published_closes_reproduce_the_published_factors(string symbol, int rowsMin)
    {
        Dictionary<DateOnly, decimal> closes = SharedFiles.Rows("equities_raw/corporate_actions.csv")
            .Where(row => row[0] == symbol)
            .ToDictionary(static row => Day(row[1], "yyyy-MM-dd"), static row => Number(row[5]));
        RequireEqual(symbol, date => closes[date], rowsMin);
    }

    private static void RequireEqual(string symbol, Func<DateOnly, decimal?> findPreviousClose, int rowsMin)
    {
        AdjustmentFactors factors = AdjustmentFactors.Compute(ActionsOf(symbol), findPreviousClose);
        int compared = 0;
        foreach (string[] row in FactorRows(symbol))
        {
            AdjustmentFactor actual = factors.At(Day(row[0], "yyyyMMdd"));
            double expected = (double)(Number(row[1]) * Number(row[2]));
            double error = Math.Abs(((double)actual.Price / expected) - 1.0);
            Assert.True(error < Tolerance, $"{symbol} {row[0]}: {actual.Price} against {expected}, off by {error:E1}");
            compared++;
        }

        Assert.True(compared >= rowsMin, $"only {compared} rows compared");
    }

    private static IEnumerable<string[]> FactorRows(string symbol)
    {
        string file = SharedFiles.Find($"equities_raw/lean_factor_files/{symbol.ToLowerInvariant()}.csv");
        return File.ReadLines(file).Select(static line => line.Split(','));
    }

    private static IEnumerable<CorporateAction> ActionsOf(string symbol) =>
        SharedFiles.Rows("equities_raw/corporate_actions.csv").Where(row => row[0] == symbol).Select(ToAction);

    private static CorporateAction ToAction(string[] row) => row[2] switch
    {
        "split" => new Split(row[0], Day(row[1], "yyyy-MM-dd"), Number(row[3])),
        "cash_dividend" => new CashDividend(row[0], Day(row[1], "yyyy-MM-dd"), Number(row[4])),
        _ => throw new InvalidDataException($"The action '{row[2]}' is not known."),
    };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text, string format) =>
        DateOnly.ParseExact(text, format, CultureInfo.InvariantCulture);
}
