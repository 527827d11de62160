using System.Text.Json.Nodes;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>Bars. Signed bars carry their sign as a label: losses are filled, gains hollow.</summary>
internal static class BarChart
{
    private const int BarsMax = 2000;
    private const int LabelsMax = 60;

    public static Chart Draw(Answer answer, SeriesSettings settings, ChartTheme theme)
    {
        SeriesTable all = SeriesTable.Read(new AnswerReader(answer), settings, out string? note);
        SeriesTable table = all.Labels.Count > BarsMax ? all.Thin(BarsMax) : all;
        AxisUnit unit = AxisUnit.For(settings.Format, [.. table.Series.Select(series => series.Values)]);
        string[] names = [.. table.Series.Select(series => unit.Name(series.Name))];
        JsonObject options = ChartParts.Canvas(theme, FormattableString.Invariant(
            $"Bar chart of {string.Join(", ", names.Take(8))} over {table.Labels.Count} values of {settings.X}."));
        ((JsonObject)options["tooltip"]!)["axisPointer"] = new JsonObject { ["type"] = "shadow" };
        bool hasLegend = names.Length > 1;
        if (hasLegend)
        {
            options["legend"] = ChartParts.Legend(theme, names);
        }

        options["grid"] = ChartParts.Grid(hasLegend ? 28 : 10, settings.Zoom && !settings.Horizontal ? 34 : 6, right: settings.Horizontal ? 36 : 12);
        JsonObject categories = ChartParts.Categories(theme, table.Labels);
        JsonObject values = ChartParts.Values(theme, unit.Template);
        values["scale"] = false;
        if (settings.Horizontal)
        {
            LayDown(categories, values, settings.WithSign && HasFall(table));
        }

        options["xAxis"] = settings.Horizontal ? values : categories;
        options["yAxis"] = settings.Horizontal ? categories : values;
        if (settings.Zoom && !settings.Horizontal)
        {
            options["dataZoom"] = ChartParts.Zoom(theme, 0, 0);
        }

        options["series"] = new JsonArray([.. table.Series.Select((series, i) => Series(series, (settings, theme, unit, i)))]);
        string? thinned = table.Labels.Count < all.Labels.Count
            ? FormattableString.Invariant($"{all.Labels.Count:N0} bars shown as {table.Labels.Count:N0} that keep the shape (largest triangle).")
            : null;
        return new Chart(options, note ?? thinned);
    }

    private static JsonNode Series(
        (string Name, double[] Values) series, (SeriesSettings Settings, ChartTheme Theme, AxisUnit Unit, int Index) look)
    {
        string color = look.Theme.Palette[look.Index % look.Theme.Palette.Count];
        JsonObject bars = new()
        {
            ["name"] = look.Unit.Name(series.Name),
            ["type"] = "bar",
            ["barMaxWidth"] = 28,
            ["itemStyle"] = new JsonObject { ["color"] = color },
            ["data"] = new JsonArray([.. series.Values.Select(value => Bar(value, series.Values.Length, look))]),
        };
        if (look.Settings.Stacked)
        {
            bars["stack"] = "all";
        }

        return bars;
    }

    private static void LayDown(JsonObject categories, JsonObject values, bool falls)
    {
        // Category axes count upwards; the first row of the answer belongs on top.
        categories["inverse"] = true;
        if (falls)
        {
            // Room for the label of the deepest fall, which stands left of its bar and not over the category's name.
            values["boundaryGap"] = new JsonArray("16%", "4%");
        }
    }

    private static bool HasFall(SeriesTable table) =>
        table.Series.Any(static series => series.Values.Any(static value => value < 0));

    private static JsonNode? Bar(double value, int count, (SeriesSettings Settings, ChartTheme Theme, AxisUnit Unit, int Index) look)
    {
        JsonNode? number = look.Unit.Write(value);
        if (!look.Settings.WithSign || number is null)
        {
            return number;
        }

        bool falls = value < 0;
        JsonObject bar = new()
        {
            ["value"] = number,
            ["itemStyle"] = falls
                ? new JsonObject { ["color"] = look.Theme.Down }
                : new JsonObject { ["color"] = look.Theme.Up + "22", ["borderColor"] = look.Theme.Up, ["borderWidth"] = 1 },
        };
        if (count <= LabelsMax)
        {
            bar["label"] = new JsonObject
            {
                ["show"] = true,
                ["position"] = look.Settings.Horizontal ? falls ? "left" : "right" : falls ? "bottom" : "top",
                ["color"] = look.Theme.Text2,
                ["fontSize"] = ChartParts.LabelSize,
                ["formatter"] = look.Unit.Describe(value),
            };
        }

        return bar;
    }
}
