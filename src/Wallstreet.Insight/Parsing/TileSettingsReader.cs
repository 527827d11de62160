using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

/// <summary>Reads what only one kind of tile has; null when a needed key was missing or wrong, which is a problem already.</summary>
internal static class TileSettingsReader
{
    public static TileSettings? Read(YamlMapping tile, string kind) => kind switch
    {
        "candlestick" => ReadCandlestick(tile),
        "line" or "area" or "bar" => ReadSeries(tile),
        "heatmap" => ReadHeatmap(tile),
        "scatter" => ReadScatter(tile),
        "kpi" => ReadKpi(tile),
        "table" => ReadTable(tile),
        _ => tile.Text("text") is { } text ? new MarkdownSettings { Text = text } : null,
    };

    private static CandlestickSettings ReadCandlestick(YamlMapping tile)
    {
        CandlestickSettings defaults = new();
        return new CandlestickSettings
        {
            X = tile.Text("x") ?? defaults.X,
            Open = tile.Text("open") ?? defaults.Open,
            High = tile.Text("high") ?? defaults.High,
            Low = tile.Text("low") ?? defaults.Low,
            Close = tile.Text("close") ?? defaults.Close,
            Volume = tile.Text("volume"),
            Overlays = tile.Texts("overlays"),
            Format = Format(tile, "format", defaults.Format),
            PointsMax = tile.Whole("points") ?? defaults.PointsMax,
        };
    }

    private static SeriesSettings? ReadSeries(YamlMapping tile)
    {
        IReadOnlyList<string> y = tile.Texts("y");
        if (tile.Text("x") is not { } x || y.Count == 0)
        {
            return null;
        }

        if (y.Count > 1 && tile.Find("series") is { } series)
        {
            tile.Problems.Add(series, "A tile with a series column draws one y.", "Keep one y, or remove 'series'.");
            return null;
        }

        return new SeriesSettings
        {
            X = x,
            Y = y,
            Series = tile.Text("series"),
            Stacked = tile.Flag("stacked"),
            Horizontal = tile.Flag("horizontal"),
            WithSign = tile.Flag("signed"),
            Zoom = tile.Flag("zoom"),
            Format = Format(tile, "format", default),
            PointsMax = tile.Whole("points") ?? 4000,
        };
    }

    private static HeatmapSettings? ReadHeatmap(YamlMapping tile) =>
        tile.Text("x") is { } x && tile.Text("y") is { } y && tile.Text("value") is { } value
            ? new HeatmapSettings { X = x, Y = y, Value = value, WithSign = tile.Flag("signed"), Format = Format(tile, "format", default) }
            : null;

    private static ScatterSettings? ReadScatter(YamlMapping tile) =>
        tile.Text("x") is { } x && tile.Text("y") is { } y
            ? new ScatterSettings
            {
                X = x,
                Y = y,
                Label = tile.Text("label"),
                Series = tile.Text("series"),
                XFormat = Format(tile, "xFormat", default),
                Format = Format(tile, "format", default),
                PointsMax = tile.Whole("points") ?? 5000,
            }
            : null;

    private static KpiSettings? ReadKpi(YamlMapping tile) =>
        tile.Text("value") is { } value
            ? new KpiSettings
            {
                Value = value,
                Delta = tile.Text("delta"),
                Caption = tile.Text("caption"),
                Inverted = tile.Flag("inverted"),
                Format = Format(tile, "format", default),
                DeltaFormat = Format(tile, "deltaFormat", ValueFormat.Of(ValueFormatKind.Percent, 2, withSign: true)),
            }
            : null;

    private static TableSettings ReadTable(YamlMapping tile)
    {
        List<TableColumn> columns = [];
        foreach (YamlMappingNode node in tile.Items("columns").OfType<YamlMappingNode>())
        {
            YamlMapping column = new(node, DashboardShapes.Column, tile.Problems);
            if (column.Text("name") is not { } name)
            {
                continue;
            }

            if (columns.Any(other => other.Name == name))
            {
                tile.Problems.Add(column.Find("name")!, $"The column '{name}' is there twice.", "Remove one.");
            }

            columns.Add(new TableColumn(name) { Label = column.Text("label") ?? name, Format = Format(column, "format", default) });
        }

        return new TableSettings { Columns = columns };
    }

    private static ValueFormat Format(YamlMapping mapping, string key, ValueFormat otherwise) =>
        ValueFormat.TryParse(mapping.Text(key), out ValueFormat format) ? format : otherwise;
}
