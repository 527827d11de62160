using System.Text.Json.Nodes;
using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Tests.Charts;

public sealed class ChartTests
{
    [Fact]
    public void Rising_candles_are_hollow_and_falling_ones_filled()
    {
        JsonNode style = Drawing.Draw(TileKind.Candlestick, new CandlestickSettings(), Answers.Bars(2), ChartTheme.Dark).Options["series"]![0]!["itemStyle"]!;

        Assert.Equal(ChartTheme.Dark.Panel, (string?)style["color"]);
        Assert.Equal(ChartTheme.Dark.Down, (string?)style["color0"]);
        Assert.NotEqual((string?)style["borderColor"], (string?)style["borderColor0"]);
    }

    [Fact]
    public void Too_many_bars_are_joined_into_longer_ones_and_the_chart_says_so()
    {
        Answer answer = Answers.Bars(100);

        Chart chart = Drawing.Draw(TileKind.Candlestick, new CandlestickSettings { PointsMax = 30, Volume = "volume" }, answer, ChartTheme.Dark);

        JsonArray bars = chart.Options["series"]![0]!["data"]!.AsArray();
        Assert.Equal(25, bars.Count);
        Assert.Equal([100, 102, 98, 106], bars[0]!.AsArray().Select(n => (double)n!));
        Assert.StartsWith("100 bars shown as 25 longer ones", chart.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_without_prices_is_a_gap_and_never_zero()
    {
        Answer answer = Answers.Of("session_date open high low close", [new DateOnly(2020, 1, 2), null, null, null, null]);

        Chart chart = Drawing.Draw(TileKind.Candlestick, new CandlestickSettings(), answer, ChartTheme.Dark);

        Assert.Equal("-", (string?)chart.Options["series"]![0]!["data"]![0]);
        Assert.Equal("1 bars without prices are gaps.", chart.Note);
    }

    [Fact]
    public void A_value_that_was_not_published_is_a_gap_in_a_line()
    {
        Answer answer = Answers.Of("d v", [1, 2.0], [2, null], [3, double.NaN]);

        Chart chart = Drawing.Draw(TileKind.Line, new SeriesSettings { X = "d", Y = ["v"] }, answer, ChartTheme.Dark);

        JsonArray data = chart.Options["series"]![0]!["data"]!.AsArray();
        Assert.Equal([true, false, false], data.Select(node => node is not null));
        Assert.False((bool)chart.Options["series"]![0]!["connectNulls"]!);
    }

    [Fact]
    public void A_long_line_is_thinned_keeps_its_extremes_and_says_so()
    {
        Answer answer = Answers.Of("d v", [.. Enumerable.Range(0, 10_000).Select(i => new object?[] { i, i == 5_432 ? 1000d : Math.Sin(i / 50d) })]);

        Chart chart = Drawing.Draw(TileKind.Line, new SeriesSettings { X = "d", Y = ["v"], PointsMax = 200 }, answer, ChartTheme.Dark);

        double[] values = [.. chart.Options["series"]![0]!["data"]!.AsArray().Select(node => (double)node!)];
        Assert.Equal(200, values.Length);
        Assert.Contains(1000d, values);
        Assert.Equal("10,000 points shown as 200 that keep the shape (largest triangle).", chart.Note);
    }

    [Fact]
    public void Percentages_are_scaled_and_rounded_before_they_leave_the_program()
    {
        Answer answer = Answers.Of("d v", [1, 0.123456]);

        JsonObject options = Drawing.Draw(
            TileKind.Line, new SeriesSettings { X = "d", Y = ["v"], Format = ValueFormat.Of(ValueFormatKind.Percent, 1) }, answer, ChartTheme.Dark).Options;

        Assert.Equal(12.3, (double)options["series"]![0]!["data"]![0]!);
        Assert.Equal("{value}%", (string?)options["yAxis"]!["axisLabel"]!["formatter"]);
        Assert.Equal("v (%)", (string?)options["series"]![0]!["name"]);
    }

    [Fact]
    public void Signed_bars_carry_their_sign_in_words()
    {
        Answer answer = Answers.Of("s v", ["up", 0.5], ["down", -0.25]);

        JsonNode data = Drawing.Draw(TileKind.Bar, new SeriesSettings { X = "s", Y = ["v"], WithSign = true }, answer, ChartTheme.Dark).Options["series"]![0]!["data"]!;

        Assert.Equal("+0.5", (string?)data[0]!["label"]!["formatter"]);
        Assert.Equal("−0.25", (string?)data[1]!["label"]!["formatter"]);
    }

    [Fact]
    public void A_column_that_the_SQL_does_not_return_is_named_with_what_there_is()
    {
        AnswerShapeException error = Assert.Throws<AnswerShapeException>(() =>
            Drawing.Draw(TileKind.Candlestick, new CandlestickSettings { Close = "clos" }, Answers.Bars(1), ChartTheme.Dark));

        Assert.Equal("The tile draws the column 'clos', which its SQL does not return. Did you mean 'close'?", error.Message);
    }

    [Fact]
    public void Words_where_a_number_is_drawn_are_an_error_that_shows_how_to_cast()
    {
        AnswerShapeException error = Assert.Throws<AnswerShapeException>(() =>
            Drawing.Draw(TileKind.Line, new SeriesSettings { X = "d", Y = ["v"] }, Answers.Of("d v", [1, "many"]), ChartTheme.Dark));

        Assert.Contains("CAST(v AS DOUBLE)", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void More_series_than_can_be_told_apart_are_cut_and_the_chart_says_so()
    {
        Answer answer = Answers.Of("d s v", [.. Enumerable.Range(0, 60).Select(i => new object?[] { 1, "s" + i, 1.0 })]);

        Chart chart = Drawing.Draw(TileKind.Line, new SeriesSettings { X = "d", Y = ["v"], Series = "s" }, answer, ChartTheme.Dark);

        Assert.Equal(50, chart.Options["series"]!.AsArray().Count);
        Assert.Equal("The first 50 of 60 series are shown.", chart.Note);
    }

    [Theory]
    [MemberData(nameof(ChartGoldenTests.Kinds), MemberType = typeof(ChartGoldenTests))]
    public void A_chart_of_no_rows_is_drawn_without_failing(string kind)
    {
        Answer none = Answers.Of("session_date open high low close volume a b c");
        TileSettings settings = kind switch
        {
            "candlestick" => new CandlestickSettings { Volume = "volume" },
            "heatmap" => new HeatmapSettings { X = "a", Y = "b", Value = "c" },
            "scatter" => new ScatterSettings { X = "a", Y = "b" },
            _ => new SeriesSettings { X = "a", Y = ["b"] },
        };

        Chart chart = Drawing.Draw(Enum.Parse<TileKind>(kind, ignoreCase: true), settings, none, ChartTheme.Light);

        Assert.Null(chart.Note);
        Assert.NotNull(chart.Options["series"]);
    }
}
