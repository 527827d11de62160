using System.Text.Json.Nodes;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>Candles: rising ones are hollow, falling ones filled, so that direction is shape as well as colour.</summary>
internal static class CandlestickChart
{
    private const int ZoomWindow = 500;

    public static Chart Draw(Answer answer, CandlestickSettings settings, ChartTheme theme)
    {
        CandleSeries all = CandleSeries.Read(new AnswerReader(answer), settings);
        CandleSeries candles = all.Join(settings.PointsMax);
        AxisUnit price = AxisUnit.For(settings.Format, candles.High);
        string description = FormattableString.Invariant(
            $"Candlestick chart of {candles.Count} bars from {candles.Labels.FirstOrDefault()} to {candles.Labels.LastOrDefault()}.");
        JsonObject options = ChartParts.Canvas(theme, description);
        bool hasVolume = candles.Volume is not null;
        string[] names = ["price", .. settings.Overlays];
        options["legend"] = ChartParts.Legend(theme, names);
        options["axisPointer"] = new JsonObject { ["link"] = new JsonArray(new JsonObject { ["xAxisIndex"] = "all" }) };
        options["grid"] = Grids(hasVolume);
        options["xAxis"] = XAxes(theme, candles, hasVolume);
        options["yAxis"] = YAxes(theme, candles, price, hasVolume);
        double start = candles.Count <= ZoomWindow ? 0 : Math.Round(100d - (100d * ZoomWindow / candles.Count), 2);
        options["dataZoom"] = hasVolume ? ChartParts.Zoom(theme, start, 0, 1) : ChartParts.Zoom(theme, start, 0);
        options["series"] = Series(theme, candles, price, settings);
        return new Chart(options, Note(all, candles));
    }

    private static string? Note(CandleSeries all, CandleSeries shown)
    {
        string?[] parts =
        [
            shown.Count < all.Count
                ? FormattableString.Invariant($"{all.Count:N0} bars shown as {shown.Count:N0} longer ones (first open, highest high, lowest low, last close)")
                : null,
            all.Gaps > 0 ? FormattableString.Invariant($"{all.Gaps:N0} bars without prices are gaps") : null,
        ];
        string text = string.Join("; ", parts.Where(part => part is not null));
        return text.Length == 0 ? null : text + ".";
    }

    // Both panes have the same fixed margin for labels, so that a bar stands exactly above its volume.
    private static JsonNode Grids(bool hasVolume)
    {
        JsonObject price = ChartParts.Grid(28, 50, left: 56);
        price["containLabel"] = false;
        if (!hasVolume)
        {
            return new JsonArray(price);
        }

        price.Remove("bottom");
        price["height"] = "58%";
        JsonObject volume = ChartParts.Grid(0, 50, left: 56);
        volume["containLabel"] = false;
        volume.Remove("top");
        volume["height"] = "16%";
        return new JsonArray(price, volume);
    }

    private static JsonArray XAxes(ChartTheme theme, CandleSeries candles, bool hasVolume)
    {
        JsonObject price = ChartParts.Categories(theme, candles.Labels);
        if (!hasVolume)
        {
            return [price];
        }

        JsonObject volume = ChartParts.Categories(theme, candles.Labels);
        volume["gridIndex"] = 1;
        price["axisLabel"] = new JsonObject { ["show"] = false };
        return [price, volume];
    }

    private static JsonArray YAxes(ChartTheme theme, CandleSeries candles, AxisUnit price, bool hasVolume)
    {
        JsonArray axes = [ChartParts.Values(theme, price.Template)];
        if (hasVolume)
        {
            JsonObject volume = ChartParts.Values(theme, VolumeUnit(candles).Template);
            volume["gridIndex"] = 1;
            volume["scale"] = false;
            volume["splitNumber"] = 2;
            axes.Add((JsonNode)volume);
        }

        return axes;
    }

    private static AxisUnit VolumeUnit(CandleSeries candles) =>
        AxisUnit.For(ValueFormat.Of(ValueFormatKind.Compact), candles.Volume!);

    private static JsonArray Series(ChartTheme theme, CandleSeries candles, AxisUnit price, CandlestickSettings settings)
    {
        JsonArray series =
        [
            new JsonObject
            {
                ["name"] = "price",
                ["type"] = "candlestick",
                ["itemStyle"] = new JsonObject
                {
                    ["color"] = theme.Panel,
                    ["color0"] = theme.Down,
                    ["borderColor"] = theme.Up,
                    ["borderColor0"] = theme.Down,
                },
                ["data"] = Bars(candles, price),
            },
        ];
        for (int i = 0; i < settings.Overlays.Count; i++)
        {
            series.Add((JsonNode)new JsonObject
            {
                ["name"] = settings.Overlays[i],
                ["type"] = "line",
                ["showSymbol"] = false,
                ["lineStyle"] = new JsonObject { ["width"] = 1.2, ["color"] = theme.Palette[i % theme.Palette.Count] },
                ["itemStyle"] = new JsonObject { ["color"] = theme.Palette[i % theme.Palette.Count] },
                ["data"] = new JsonArray([.. candles.Overlays[i].Select(price.Write)]),
            });
        }

        if (candles.Volume is not null)
        {
            series.Add((JsonNode)Volume(theme, candles));
        }

        return series;
    }

    private static JsonArray Bars(CandleSeries candles, AxisUnit price)
    {
        JsonArray bars = [];
        for (int i = 0; i < candles.Count; i++)
        {
            bars.Add(candles.IsGap(i)
                ? JsonValue.Create("-")
                : new JsonArray(
                    price.Write(candles.Open[i]), price.Write(candles.Close[i]), price.Write(candles.Low[i]), price.Write(candles.High[i])));
        }

        return bars;
    }

    private static JsonObject Volume(ChartTheme theme, CandleSeries candles)
    {
        AxisUnit unit = VolumeUnit(candles);
        JsonArray data = [];
        for (int i = 0; i < candles.Count; i++)
        {
            bool rises = candles.Close[i] >= candles.Open[i];
            data.Add((JsonNode)new JsonObject
            {
                ["value"] = unit.Write(candles.Volume![i]),
                ["itemStyle"] = rises
                    ? new JsonObject { ["color"] = theme.Panel, ["borderColor"] = theme.Up, ["borderWidth"] = 1 }
                    : new JsonObject { ["color"] = theme.Down },
            });
        }

        return new JsonObject
        {
            ["name"] = unit.Name("volume"),
            ["type"] = "bar",
            ["xAxisIndex"] = 1,
            ["yAxisIndex"] = 1,
            ["data"] = data,
        };
    }
}
