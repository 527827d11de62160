using System.Text.Json.Nodes;

namespace Wallstreet.Insight.Charts;

/// <summary>Pieces that all charts share.</summary>
internal static class ChartParts
{
    public const int LabelSize = 11;

    public static JsonObject Canvas(ChartTheme theme, string description) => new()
    {
        ["backgroundColor"] = "transparent",
        ["animation"] = false,
        ["textStyle"] = new JsonObject { ["fontFamily"] = "Inter Variable, Inter, system-ui, sans-serif", ["color"] = theme.Text2 },
        ["color"] = Texts(theme.Palette),
        ["aria"] = new JsonObject { ["enabled"] = true, ["label"] = new JsonObject { ["description"] = description } },
        ["tooltip"] = Tooltip(theme, "axis"),
    };

    public static JsonObject Tooltip(ChartTheme theme, string trigger) => new()
    {
        ["trigger"] = trigger,
        ["confine"] = true,
        ["backgroundColor"] = theme.Panel2,
        ["borderColor"] = theme.Line,
        ["textStyle"] = new JsonObject { ["color"] = theme.Text, ["fontSize"] = 12 },
        ["axisPointer"] = new JsonObject
        {
            ["type"] = trigger == "axis" ? "cross" : "line",
            ["lineStyle"] = new JsonObject { ["color"] = theme.Text2 },
            ["crossStyle"] = new JsonObject { ["color"] = theme.Text2 },
            ["label"] = new JsonObject { ["backgroundColor"] = theme.Panel2, ["color"] = theme.Text },
        },
    };

    public static JsonObject Grid(int top, int bottom, int left = 8, int right = 12) => new()
    {
        ["top"] = top,
        ["bottom"] = bottom,
        ["left"] = left,
        ["right"] = right,
        ["containLabel"] = true,
    };

    public static JsonObject Categories(ChartTheme theme, IEnumerable<string> labels) => new()
    {
        ["type"] = "category",
        ["data"] = Texts(labels),
        ["axisLine"] = new JsonObject { ["lineStyle"] = new JsonObject { ["color"] = theme.Line } },
        ["axisTick"] = new JsonObject { ["show"] = false },
        ["axisLabel"] = Label(theme.Text2),
    };

    public static JsonObject Values(ChartTheme theme, string template) => new()
    {
        ["type"] = "value",
        ["scale"] = true,
        ["splitNumber"] = 4,
        ["axisLine"] = new JsonObject { ["show"] = false },
        ["axisLabel"] = new JsonObject { ["color"] = theme.Text2, ["fontSize"] = LabelSize, ["formatter"] = template },
        ["splitLine"] = new JsonObject { ["lineStyle"] = new JsonObject { ["color"] = theme.Line } },
    };

    public static JsonObject Legend(ChartTheme theme, IEnumerable<string> names) => new()
    {
        ["type"] = "scroll",
        ["top"] = 0,
        ["left"] = 0,
        ["icon"] = "roundRect",
        ["itemWidth"] = 10,
        ["itemHeight"] = 3,
        ["textStyle"] = Label(theme.Text2),
        ["pageTextStyle"] = Label(theme.Text2),
        ["data"] = Texts(names),
    };

    /// <summary>A zoom bar below the chart, with the wheel and drag inside it.</summary>
    public static JsonArray Zoom(ChartTheme theme, double startPercent, params ReadOnlySpan<int> axes)
    {
        JsonArray Axes(ReadOnlySpan<int> indexes)
        {
            JsonArray list = [];
            foreach (int index in indexes)
            {
                list.Add((JsonNode)JsonValue.Create(index));
            }

            return list;
        }

        return
        [
            new JsonObject { ["type"] = "inside", ["xAxisIndex"] = Axes(axes), ["start"] = startPercent, ["end"] = 100 },
            new JsonObject
            {
                ["type"] = "slider",
                ["xAxisIndex"] = Axes(axes),
                ["start"] = startPercent,
                ["end"] = 100,
                ["height"] = 18,
                ["bottom"] = 4,
                ["borderColor"] = theme.Line,
                ["fillerColor"] = theme.Accent + "22",
                ["handleStyle"] = new JsonObject { ["color"] = theme.Panel, ["borderColor"] = theme.Accent },
                ["textStyle"] = Label(theme.Text2),
                ["dataBackground"] = new JsonObject
                {
                    ["lineStyle"] = new JsonObject { ["color"] = theme.Text2, ["opacity"] = 0.4 },
                    ["areaStyle"] = new JsonObject { ["color"] = theme.Text2, ["opacity"] = 0.1 },
                },
            },
        ];
    }

    public static JsonObject Label(string color) => new() { ["color"] = color, ["fontSize"] = LabelSize };

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];
}
