using System.Runtime.InteropServices;
using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Markets.Indicators;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;

namespace MarketLake.Gold;

/// <summary>Technical indicators on adjusted prices.</summary>
[Asset("gold/indicators", Owners = ["quant-research"], Tags = ["layer=gold", "synthetic=partly"], CodeVersion = "1",
    Description = "Moving averages, RSI, MACD, ATR, Bollinger bands, realised volatility and drawdown on adjusted prices; null while an indicator warms up.")]
[Table(Key = ["symbol", "session_date"])]
[From("gold/daily_prices")]
public sealed class IndicatorTable
{
    private const double SessionsPerYear = 252;

    /// <summary>Computes the indicators symbol by symbol.</summary>
    public static AssetOutput Materialize(AssetContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AssetOutput.Rows(ComputeAsync(context));
    }

    private static async IAsyncEnumerable<IndicatorRow> ComputeAsync(AssetContext context)
    {
        await foreach (PriceSeries series in PriceSeries.ReadAsync(context).ConfigureAwait(false))
        {
            Columns columns = Compute(series);
            for (int i = 0; i < series.Dates.Count; i++)
            {
                yield return columns.Row(series, i);
            }
        }
    }

    private static Columns Compute(PriceSeries series)
    {
        ReadOnlySpan<double> close = CollectionsMarshal.AsSpan(series.Close);
        Columns columns = new(close.Length);
        MovingAverages.Simple(close, 20, columns.Sma20);
        MovingAverages.Simple(close, 50, columns.Sma50);
        Momentum.RelativeStrength(close, 14, columns.Rsi14);
        Momentum.Macd(close, (12, 26, 9), columns.Macd, columns.MacdSignal, columns.Scratch);
        Volatility.AverageTrueRange(CollectionsMarshal.AsSpan(series.High), CollectionsMarshal.AsSpan(series.Low), close, 14, columns.Atr14);
        Volatility.Bollinger(close, (20, 2), columns.Scratch, columns.BollingerUpper, columns.BollingerLower);
        Returns.Log(close, columns.Scratch);
        Volatility.Realized(columns.Scratch, 20, SessionsPerYear, columns.Volatility20);
        Drawdowns.Running(close, columns.Drawdown);
        return columns;
    }

    private sealed class Columns(int length)
    {
        public double[] Sma20 { get; } = new double[length];

        public double[] Sma50 { get; } = new double[length];

        public double[] Rsi14 { get; } = new double[length];

        public double[] Macd { get; } = new double[length];

        public double[] MacdSignal { get; } = new double[length];

        public double[] Atr14 { get; } = new double[length];

        public double[] BollingerUpper { get; } = new double[length];

        public double[] BollingerLower { get; } = new double[length];

        public double[] Volatility20 { get; } = new double[length];

        public double[] Drawdown { get; } = new double[length];

        public double[] Scratch { get; } = new double[length];

        public IndicatorRow Row(PriceSeries series, int i) => new(
            series.Symbol, series.Dates[i], Known(Sma20[i]), Known(Sma50[i]), Known(Rsi14[i]), Known(Macd[i]), Known(MacdSignal[i]),
            Known(Atr14[i]), Known(BollingerUpper[i]), Known(BollingerLower[i]), Known(Volatility20[i]), Known(Drawdown[i]));

        private static double? Known(double value) => double.IsFinite(value) ? value : null;
    }
}

/// <summary>The indicators of a symbol on a session.</summary>
public sealed record IndicatorRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "Trading session of XNYS (New York date)")] DateOnly SessionDate,
    [property: Column(Name = "sma_20", Comment = "Simple average of 20 adjusted closes")] double? Sma20,
    [property: Column(Name = "sma_50", Comment = "Simple average of 50 adjusted closes")] double? Sma50,
    [property: Column(Name = "rsi_14", Comment = "Wilder's relative strength index, 0 to 100")] double? Rsi14,
    [property: Column(Comment = "EMA 12 minus EMA 26")] double? Macd,
    [property: Column(Comment = "EMA 9 of macd")] double? MacdSignal,
    [property: Column(Name = "atr_14", Comment = "Wilder's average true range")] double? Atr14,
    [property: Column(Name = "bb_upper", Comment = "sma_20 plus 2 standard deviations")] double? BollingerUpper,
    [property: Column(Name = "bb_lower", Comment = "sma_20 minus 2 standard deviations")] double? BollingerLower,
    [property: Column(Name = "vol_20d", Comment = "Realised volatility over 20 sessions, annualised, as a fraction")] double? Volatility20,
    [property: Column(Comment = "Adjusted close over its running maximum, minus 1")] double? Drawdown);
