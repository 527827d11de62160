using System.Text.Json.Nodes;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>Lines and areas. A value that was not published is a gap, never zero.</summary>
internal static class LineChart
{
    public static Chart Draw(Answer answer, SeriesSettings settings, ChartTheme theme, bool filled)
    {
        SeriesTable all = SeriesTable.Read(new AnswerReader(answer), settings, out string? note);
        SeriesTable table = all.Thin(settings.PointsMax);
        AxisUnit unit = AxisUnit.For(settings.Format, [.. table.Series.Select(series => series.Values)]);
        string[] names = [.. table.Series.Select(series => unit.Name(series.Name))];
        string shape = filled ? "Area" : "Line";
        JsonObject options = ChartParts.Canvas(theme, FormattableString.Invariant(
            $"{shape} chart of {string.Join(", ", names.Take(8))} over {table.Labels.Count} points of {settings.X}."));
        bool hasLegend = names.Length > 1;
        if (hasLegend)
        {
            options["legend"] = ChartParts.Legend(theme, names);
        }

        options["grid"] = ChartParts.Grid(hasLegend ? 28 : 10, settings.Zoom ? 34 : 6);
        JsonObject x = ChartParts.Categories(theme, table.Labels);
        x["boundaryGap"] = false;
        options["xAxis"] = x;
        JsonObject y = ChartParts.Values(theme, unit.Template);
        y["scale"] = !filled;
        options["yAxis"] = y;
        if (settings.Zoom)
        {
            options["dataZoom"] = ChartParts.Zoom(theme, 0, 0);
        }

        options["series"] = new JsonArray([.. table.Series.Select((series, i) => Series(series, i, (settings, theme, unit, filled)))]);
        string? thinned = table.Labels.Count < all.Labels.Count
            ? FormattableString.Invariant($"{all.Labels.Count:N0} points shown as {table.Labels.Count:N0} that keep the shape (largest triangle).")
            : null;
        return new Chart(options, note is null ? thinned : thinned is null ? note : note + " " + thinned);
    }

    private static JsonNode Series(
        (string Name, double[] Values) series, int index, (SeriesSettings Settings, ChartTheme Theme, AxisUnit Unit, bool Filled) look)
    {
        // An area that never rises above zero is a loss: it has the colour of losses and hangs from the zero line.
        bool isLoss = look.Filled && series.Values.Any(value => value < 0) && !series.Values.Any(value => value > 0);
        string color = isLoss ? look.Theme.Down : look.Theme.Palette[index % look.Theme.Palette.Count];
        JsonObject line = new()
        {
            ["name"] = look.Unit.Name(series.Name),
            ["type"] = "line",
            ["showSymbol"] = series.Values.Length == 1,
            ["connectNulls"] = false,
            ["lineStyle"] = new JsonObject { ["width"] = 1.5, ["color"] = color, ["type"] = DashOf(index) },
            ["itemStyle"] = new JsonObject { ["color"] = color },
            ["data"] = new JsonArray([.. series.Values.Select(look.Unit.Write)]),
        };
        if (look.Filled)
        {
            line["areaStyle"] = new JsonObject { ["color"] = color, ["opacity"] = 0.18, ["origin"] = "auto" };
        }

        if (look.Settings.Stacked)
        {
            line["stack"] = "all";
        }

        return line;
    }

    // Beyond the palette's length colours repeat; the dash tells those lines apart.
    private static string DashOf(int index) => (index / 8 % 3) switch
    {
        0 => "solid",
        1 => "dashed",
        _ => "dotted",
    };
}
