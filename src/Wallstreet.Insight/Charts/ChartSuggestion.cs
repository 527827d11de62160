using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>What somebody asks of the chart of an arbitrary result; everything may be left open.</summary>
/// <param name="Kind">A chart's kind, or null for what fits best.</param>
/// <param name="X">The column along the axis, or null.</param>
/// <param name="Y">The columns drawn; empty for what fits.</param>
public sealed record ChartWish(TileKind? Kind, string? X, IReadOnlyList<string> Y);

/// <summary>Chooses and draws a chart for an arbitrary result.</summary>
public static class ChartSuggestion
{
    private const int CategoriesMax = 50;
    private const int SeriesMax = 12;

    /// <summary>
    /// Draws the chart that fits the result's columns: candles for open, high, low and close over time; lines for numbers
    /// over time; bars for numbers over a category; a heatmap for a number over two categories; points for two numbers.
    /// </summary>
    /// <exception cref="AnswerShapeException">No chart fits, or the wish does not fit the columns.</exception>
    public static (TileKind Kind, Chart Chart) Draw(Answer answer, ChartWish wish, ChartTheme theme)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(wish);
        ColumnRoles roles = ColumnRoles.Of(answer);
        TileKind kind = wish.Kind ?? Choose(roles, wish);
        TileSettings settings = kind switch
        {
            TileKind.Candlestick => Candles(roles, wish),
            TileKind.Line or TileKind.Area or TileKind.Bar => Series(roles, wish, kind),
            TileKind.Heatmap => Heatmap(roles, wish),
            TileKind.Scatter => Scatter(roles, wish),
            _ => throw new AnswerShapeException(
                $"'{kind}' is not a chart.", "Choose candlestick, line, area, bar, heatmap or scatter."),
        };
        return (kind, Drawing.Draw(kind, settings, answer, theme));
    }

    private static TileKind Choose(ColumnRoles roles, ChartWish wish)
    {
        if (wish.X is null && wish.Y.Count == 0 && ChooseByRoles(roles) is { } kind)
        {
            return kind;
        }

        string? x = wish.X ?? roles.Times.FirstOrDefault() ?? roles.Categories.FirstOrDefault();
        return x is null
            ? roles.Numbers.Count >= 2 ? TileKind.Scatter : throw Unfit()
            : roles.Times.Contains(x) ? TileKind.Line : TileKind.Bar;
    }

    private static TileKind? ChooseByRoles(ColumnRoles roles) => (roles.Times.Count, roles.Numbers.Count, roles.Categories.Count) switch
    {
        ( > 0, _, _) => roles.HasPrices && roles.IsUnique(roles.Times[0]) ? TileKind.Candlestick : null,
        (0, 1, >= 2) => TileKind.Heatmap,
        (0, >= 2, 0) => TileKind.Scatter,
        _ => null,
    };

    private static CandlestickSettings Candles(ColumnRoles roles, ChartWish wish) => new()
    {
        X = wish.X ?? roles.Times.FirstOrDefault() ?? throw Unfit(),
        Volume = roles.Find("volume"),
    };

    private static SeriesSettings Series(ColumnRoles roles, ChartWish wish, TileKind kind)
    {
        string x = wish.X ?? roles.Times.FirstOrDefault() ?? roles.Categories.FirstOrDefault() ?? throw Unfit();
        IReadOnlyList<string> y = wish.Y.Count > 0 ? wish.Y : [.. roles.Numbers.Where(name => name != x).Take(SeriesMax)];
        if (y.Count == 0)
        {
            throw Unfit();
        }

        string? series = roles.Categories.FirstOrDefault(name => name != x && roles.Distinct(name) is > 1 and <= SeriesMax);
        if (series is not null && !roles.IsUnique(x))
        {
            y = [y[0]];
        }
        else
        {
            series = null;
        }

        return new SeriesSettings
        {
            X = x,
            Y = y,
            Series = series,
            Zoom = roles.Times.Contains(x),
            Horizontal = kind == TileKind.Bar && !roles.Times.Contains(x) && roles.Distinct(x) is > 8 and <= CategoriesMax,
            Format = ValueFormat.Of(ValueFormatKind.Auto),
        };
    }

    private static HeatmapSettings Heatmap(ColumnRoles roles, ChartWish wish)
    {
        string[] axes = [.. roles.Times, .. roles.Categories];
        string? x = wish.X ?? axes.FirstOrDefault();
        string? y = axes.FirstOrDefault(name => name != x);
        string? value = wish.Y.Count > 0 ? wish.Y[0] : roles.Numbers.FirstOrDefault();
        return x is null || y is null || value is null
            ? throw Unfit()
            : new HeatmapSettings { X = x, Y = y, Value = value };
    }

    private static ScatterSettings Scatter(ColumnRoles roles, ChartWish wish)
    {
        string? x = wish.X ?? roles.Numbers.FirstOrDefault();
        string? y = wish.Y.Count > 0 ? wish.Y[0] : roles.Numbers.FirstOrDefault(name => name != x);
        return x is null || y is null
            ? throw Unfit()
            : new ScatterSettings { X = x, Y = y, Label = roles.Categories.FirstOrDefault() };
    }

    private static AnswerShapeException Unfit() => new(
        "No chart fits these columns.", "A chart needs a number and a date or a category, or two numbers; name them with x and y.");
}
