using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>Draws an answer as a chart.</summary>
internal static class Drawing
{
    public static Chart Draw(TileKind kind, TileSettings settings, Answer answer, ChartTheme theme) => settings switch
    {
        CandlestickSettings candles => CandlestickChart.Draw(answer, candles, theme),
        SeriesSettings bars when kind == TileKind.Bar => BarChart.Draw(answer, bars, theme),
        SeriesSettings lines => LineChart.Draw(answer, lines, theme, filled: kind == TileKind.Area),
        HeatmapSettings heatmap => HeatmapChart.Draw(answer, heatmap, theme),
        ScatterSettings scatter => ScatterChart.Draw(answer, scatter, theme),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This tile is not a chart."),
    };
}
