using System.Text.Json.Nodes;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>A heatmap; small ones write their numbers into the cells.</summary>
internal static class HeatmapChart
{
    private const int CellsMax = 20_000;
    private const int LabelsMax = 200;

    public static Chart Draw(Answer answer, HeatmapSettings settings, ChartTheme theme)
    {
        AnswerReader reader = new(answer);
        string[] xs = reader.Labels(settings.X);
        string[] ys = reader.Labels(settings.Y);
        double[] values = reader.Numbers(settings.Value);
        int count = Math.Min(values.Length, CellsMax);
        AxisUnit unit = AxisUnit.For(settings.Format, values);
        Dictionary<string, int> columns = Index(xs.AsSpan(0, count));
        Dictionary<string, int> rows = Index(ys.AsSpan(0, count));
        JsonObject options = ChartParts.Canvas(theme, FormattableString.Invariant(
            $"Heatmap of {settings.Value} over {columns.Count} values of {settings.X} and {rows.Count} of {settings.Y}."));
        options["tooltip"] = ChartParts.Tooltip(theme, "item");
        options["grid"] = ChartParts.Grid(8, 36);
        options["xAxis"] = ChartParts.Categories(theme, columns.Keys);
        JsonObject y = ChartParts.Categories(theme, rows.Keys);
        y["inverse"] = true;
        options["yAxis"] = y;
        options["visualMap"] = Colors(theme, settings, unit, values);
        JsonArray data = [];
        for (int i = 0; i < count; i++)
        {
            data.Add(Cell(columns[xs[i]], rows[ys[i]], values[i], (unit, settings.WithSign, count <= LabelsMax)));
        }

        options["series"] = new JsonArray(new JsonObject
        {
            ["name"] = unit.Name(settings.Value),
            ["type"] = "heatmap",
            ["itemStyle"] = new JsonObject { ["borderColor"] = theme.Panel, ["borderWidth"] = 1 },
            ["label"] = new JsonObject { ["show"] = count <= LabelsMax, ["color"] = theme.Text, ["fontSize"] = ChartParts.LabelSize },
            ["data"] = data,
        });
        string? note = count < values.Length
            ? FormattableString.Invariant($"The first {count:N0} of {values.Length:N0} cells are shown.")
            : null;
        return new Chart(options, note);
    }

    private static Dictionary<string, int> Index(ReadOnlySpan<string> labels)
    {
        Dictionary<string, int> index = new(StringComparer.Ordinal);
        foreach (string label in labels)
        {
            index.TryAdd(label, index.Count);
        }

        return index;
    }

    private static JsonNode Cell(int column, int row, double value, (AxisUnit Unit, bool WithSign, bool Labelled) look)
    {
        JsonArray point = new(JsonValue.Create(column), JsonValue.Create(row), look.Unit.Write(value) ?? JsonValue.Create("-"));
        if (!look.Labelled || double.IsNaN(value))
        {
            return point;
        }

        string text = look.Unit.Describe(value);
        return new JsonObject
        {
            ["value"] = point,
            ["label"] = new JsonObject { ["formatter"] = look.WithSign ? text : text.TrimStart('+') },
        };
    }

    private static JsonObject Colors(ChartTheme theme, HeatmapSettings settings, AxisUnit unit, double[] values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        (double low, double high) = known.Length == 0 ? (0, 1) : (known.Min(), known.Max());
        if (settings.WithSign)
        {
            high = Math.Max(Math.Abs(low), Math.Abs(high));
            low = -high;
        }

        return new JsonObject
        {
            ["min"] = unit.Write(low),
            ["max"] = unit.Write(high),
            ["calculable"] = true,
            ["orient"] = "horizontal",
            ["left"] = "center",
            ["bottom"] = 0,
            ["itemHeight"] = 120,
            ["itemWidth"] = 10,
            ["textStyle"] = ChartParts.Label(theme.Text2),
            ["inRange"] = new JsonObject
            {
                ["color"] = settings.WithSign
                    ? ChartParts.Texts([theme.Down, theme.Panel2, theme.Up])
                    : ChartParts.Texts([theme.Panel2, theme.Accent]),
            },
        };
    }
}
