using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Tests.Charts;

public sealed class ChartSuggestionTests
{
    private static readonly ChartWish _anything = new(null, null, []);
    private static readonly DateOnly _day = new(2020, 1, 2);

    public static TheoryData<TileKind, string> Results => new()
    {
        { TileKind.Candlestick, "prices" },
        { TileKind.Line, "series" },
        { TileKind.Bar, "category" },
        { TileKind.Heatmap, "matrix" },
        { TileKind.Scatter, "points" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public void The_chart_that_fits_the_columns_is_chosen(TileKind expected, string result)
    {
        Answer answer = result switch
        {
            "prices" => Answers.Bars(5),
            "series" => Answers.Of("d s v", [_day, "A", 1.0], [_day, "B", 2.0], [_day.AddDays(1), "A", 3.0]),
            "category" => Answers.Of("s v", ["A", 1.0], ["B", 2.0]),
            "matrix" => Answers.Of("a b v", ["A", "x", 1.0], ["B", "y", 2.0]),
            _ => Answers.Of("x y", [1.0, 2.0], [2.0, 5.0]),
        };

        Assert.Equal(expected, ChartSuggestion.Draw(answer, _anything, ChartTheme.Dark).Kind);
    }

    [Fact]
    public void A_category_beside_dates_splits_the_lines()
    {
        Answer answer = Answers.Of("d s v", [_day, "A", 1.0], [_day, "B", 2.0], [_day.AddDays(1), "A", 3.0]);

        Chart chart = ChartSuggestion.Draw(answer, _anything, ChartTheme.Dark).Chart;

        Assert.Equal(["A", "B"], chart.Options["series"]!.AsArray().Select(series => (string)series!["name"]!));
    }

    [Fact]
    public void A_wish_is_followed()
    {
        Answer answer = Answers.Of("d a b", [_day, 1.0, 5.0], [_day.AddDays(1), 2.0, 6.0]);

        (TileKind kind, Chart chart) = ChartSuggestion.Draw(answer, new ChartWish(TileKind.Scatter, "b", ["a"]), ChartTheme.Dark);

        Assert.Equal(TileKind.Scatter, kind);
        Assert.Equal(5.0, (double)chart.Options["series"]![0]!["data"]![0]![0]!);
    }

    [Fact]
    public void Columns_that_no_chart_fits_are_an_error_that_says_what_is_needed()
    {
        AnswerShapeException error = Assert.Throws<AnswerShapeException>(() =>
            ChartSuggestion.Draw(Answers.Of("a", ["x"]), _anything, ChartTheme.Dark));

        Assert.Contains("needs a number", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wished_column_that_is_not_there_is_an_error()
    {
        AnswerShapeException error = Assert.Throws<AnswerShapeException>(() =>
            ChartSuggestion.Draw(Answers.Of("d value", [_day, 1.0]), new ChartWish(TileKind.Line, "d", ["valu"]), ChartTheme.Dark));

        Assert.Contains("Did you mean 'value'", error.Message, StringComparison.Ordinal);
    }
}
