using System.Text.Json.Nodes;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>Points; each series has a shape of its own beside its colour.</summary>
internal static class ScatterChart
{
    private static readonly string[] _shapes = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];

    public static Chart Draw(Answer answer, ScatterSettings settings, ChartTheme theme)
    {
        AnswerReader reader = new(answer);
        double[] xs = reader.Numbers(settings.X);
        double[] ys = reader.Numbers(settings.Y);
        string[]? labels = settings.Label is { } label ? reader.Labels(label) : null;
        string[]? series = settings.Series is { } by ? reader.Labels(by) : null;
        (AxisUnit xUnit, AxisUnit yUnit) = (AxisUnit.For(settings.XFormat, xs), AxisUnit.For(settings.Format, ys));
        int[] complete = [.. Enumerable.Range(0, xs.Length).Where(i => !double.IsNaN(xs[i] + ys[i]))];
        int step = Math.Max(1, (complete.Length + settings.PointsMax - 1) / settings.PointsMax);
        int[] shown = [.. complete.Where((_, i) => i % step == 0)];
        JsonObject options = ChartParts.Canvas(theme, FormattableString.Invariant(
            $"Scatter chart of {shown.Length} points, {settings.X} against {settings.Y}."));
        options["tooltip"] = ChartParts.Tooltip(theme, "item");
        IGrouping<string, int>[] groups = [.. shown.GroupBy(i => series?[i] ?? settings.Y, StringComparer.Ordinal)];
        if (series is not null)
        {
            options["legend"] = ChartParts.Legend(theme, groups.Select(group => group.Key));
        }

        options["grid"] = ChartParts.Grid(series is null ? 10 : 28, 24);
        options["xAxis"] = Axis(theme, xUnit, settings.X);
        options["yAxis"] = Axis(theme, yUnit, settings.Y);
        options["series"] = new JsonArray([.. groups.Select((group, i) => (JsonNode)new JsonObject
        {
            ["name"] = group.Key,
            ["type"] = "scatter",
            ["symbol"] = _shapes[i % _shapes.Length],
            ["symbolSize"] = 7,
            ["itemStyle"] = new JsonObject { ["color"] = theme.Palette[i % theme.Palette.Count], ["opacity"] = 0.75 },
            ["data"] = new JsonArray([.. group.Select(point => Point(xUnit.Write(xs[point]), yUnit.Write(ys[point]), labels?[point]))]),
        })]);
        return new Chart(options, Note(xs.Length, complete.Length, shown.Length));
    }

    private static JsonObject Axis(ChartTheme theme, AxisUnit unit, string name)
    {
        JsonObject axis = ChartParts.Values(theme, unit.Template);
        axis["name"] = name;
        axis["nameLocation"] = "middle";
        axis["nameGap"] = 26;
        axis["nameTextStyle"] = ChartParts.Label(theme.Text2);
        return axis;
    }

    private static JsonNode Point(JsonNode? x, JsonNode? y, string? label)
    {
        JsonArray value = new(x, y);
        return label is null ? value : new JsonObject { ["name"] = label, ["value"] = value };
    }

    private static string? Note(int all, int complete, int shown)
    {
        string?[] parts =
        [
            shown < complete ? FormattableString.Invariant($"{complete:N0} points shown as {shown:N0}, evenly thinned") : null,
            complete < all ? FormattableString.Invariant($"{all - complete:N0} rows without both numbers are left out") : null,
        ];
        string text = string.Join("; ", parts.Where(part => part is not null));
        return text.Length == 0 ? null : text + ".";
    }
}
