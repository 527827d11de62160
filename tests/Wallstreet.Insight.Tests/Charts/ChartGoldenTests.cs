using System.Text.Json;
using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Tests.Charts;

public sealed class ChartGoldenTests
{
    private static readonly JsonSerializerOptions _layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Kinds => ["candlestick", "line", "area", "bar", "heatmap", "scatter"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Options_are_as_accepted_in_the_dark(string kind) => Check(kind, ChartTheme.Dark);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Options_are_as_accepted_in_the_light(string kind) => Check(kind, ChartTheme.Light);

    private static void Check(string name, ChartTheme theme)
    {
        (TileKind kind, TileSettings settings, Answer answer) = Case(name);
        Chart chart = Drawing.Draw(kind, settings, answer, theme);
        Golden.Matches($"{name}.{theme.Name}.json", chart.Options.ToJsonString(_layout) + "\n");
    }

    private static (TileKind, TileSettings, Answer) Case(string name) => name switch
    {
        "candlestick" => (TileKind.Candlestick, new CandlestickSettings { Volume = "volume", Overlays = ["sma_20"] }, Answers.Bars(3)),
        "line" => (TileKind.Line, new SeriesSettings { X = "d", Y = ["v"], Series = "s", Zoom = true }, Answers.Of(
            "d s v",
            [new DateOnly(2020, 1, 3), "B", 3.5],
            [new DateOnly(2020, 1, 2), "A", 1m],
            [new DateOnly(2020, 1, 3), "A", null])),
        "area" => (TileKind.Area, new SeriesSettings { X = "d", Y = ["drawdown"], Format = ValueFormat.Of(ValueFormatKind.Percent, 1) }, Answers.Of(
            "d drawdown",
            [new DateOnly(2020, 1, 2), 0d],
            [new DateOnly(2020, 1, 3), -0.1234])),
        "bar" => (TileKind.Bar, new SeriesSettings { X = "s", Y = ["r"], WithSign = true, Horizontal = true, Format = ValueFormat.Of(ValueFormatKind.Percent, 1) }, Answers.Of(
            "s r",
            ["Energy", 0.031],
            ["Tech", -0.022],
            ["None", null])),
        "heatmap" => (TileKind.Heatmap, new HeatmapSettings { X = "x", Y = "y", Value = "v", WithSign = true }, Answers.Of(
            "x y v",
            ["a", "p", 2L],
            ["b", "p", -4L],
            ["a", "q", null])),
        _ => (TileKind.Scatter, new ScatterSettings { X = "vol", Y = "ret", Label = "s", Series = "k" }, Answers.Of(
            "s k vol ret",
            ["A", "one", 0.2, 0.1],
            ["B", "two", 0.4, -0.1],
            ["C", "two", null, 1d])),
    };
}
