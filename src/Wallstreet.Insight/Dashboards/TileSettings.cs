using Wallstreet.Insight.Formatting;

namespace Wallstreet.Insight.Dashboards;

/// <summary>How a tile's columns are drawn; one subtype for each family of tiles.</summary>
public abstract record TileSettings
{
    private protected TileSettings()
    {
    }
}

/// <summary>Columns of a candlestick chart.</summary>
public sealed record CandlestickSettings : TileSettings
{
    /// <summary>The column of the session or moment.</summary>
    public string X { get; init; } = "session_date";

    /// <summary>The opening price's column.</summary>
    public string Open { get; init; } = "open";

    /// <summary>The highest price's column.</summary>
    public string High { get; init; } = "high";

    /// <summary>The lowest price's column.</summary>
    public string Low { get; init; } = "low";

    /// <summary>The closing price's column.</summary>
    public string Close { get; init; } = "close";

    /// <summary>The volume's column; null for no volume pane.</summary>
    public string? Volume { get; init; }

    /// <summary>Columns drawn as lines over the candles.</summary>
    public IReadOnlyList<string> Overlays { get; init; } = [];

    /// <summary>How prices are written.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Of(ValueFormatKind.Price);

    /// <summary>Bars drawn at most; more are joined into longer bars.</summary>
    public int PointsMax { get; init; } = 8000;
}

/// <summary>Columns of a chart with an x and one or more y: line, area, bar.</summary>
public sealed record SeriesSettings : TileSettings
{
    /// <summary>The column along the axis.</summary>
    public required string X { get; init; }

    /// <summary>The columns drawn.</summary>
    public required IReadOnlyList<string> Y { get; init; }

    /// <summary>A column whose values split the rows into series; then there is one <see cref="Y"/>.</summary>
    public string? Series { get; init; }

    /// <summary>Whether series stand on one another.</summary>
    public bool Stacked { get; init; }

    /// <summary>Whether bars lie.</summary>
    public bool Horizontal { get; init; }

    /// <summary>Whether gains and losses are told apart, by sign and label as well as by colour.</summary>
    public bool WithSign { get; init; }

    /// <summary>Whether there is a zoom bar.</summary>
    public bool Zoom { get; init; }

    /// <summary>How values are written.</summary>
    public ValueFormat Format { get; init; }

    /// <summary>Points drawn at most for a series; more are thinned, and the tile says so.</summary>
    public int PointsMax { get; init; } = 4000;
}

/// <summary>Columns of a heatmap.</summary>
public sealed record HeatmapSettings : TileSettings
{
    /// <summary>The column along the axis.</summary>
    public required string X { get; init; }

    /// <summary>The column down the axis.</summary>
    public required string Y { get; init; }

    /// <summary>The number shown as colour.</summary>
    public required string Value { get; init; }

    /// <summary>Whether colours part at zero.</summary>
    public bool WithSign { get; init; }

    /// <summary>How values are written.</summary>
    public ValueFormat Format { get; init; }
}

/// <summary>Columns of a scatter chart.</summary>
public sealed record ScatterSettings : TileSettings
{
    /// <summary>The number along the axis.</summary>
    public required string X { get; init; }

    /// <summary>The number up the axis.</summary>
    public required string Y { get; init; }

    /// <summary>The column that names a point.</summary>
    public string? Label { get; init; }

    /// <summary>A column whose values split the points into series.</summary>
    public string? Series { get; init; }

    /// <summary>How x is written.</summary>
    public ValueFormat XFormat { get; init; }

    /// <summary>How y is written.</summary>
    public ValueFormat Format { get; init; }

    /// <summary>Points drawn at most; more are thinned evenly, and the tile says so.</summary>
    public int PointsMax { get; init; } = 5000;
}

/// <summary>Columns of a single number.</summary>
public sealed record KpiSettings : TileSettings
{
    /// <summary>The number's column.</summary>
    public required string Value { get; init; }

    /// <summary>The column of what changed.</summary>
    public string? Delta { get; init; }

    /// <summary>A column or nothing: words below the number.</summary>
    public string? Caption { get; init; }

    /// <summary>How the number is written.</summary>
    public ValueFormat Format { get; init; }

    /// <summary>How the change is written.</summary>
    public ValueFormat DeltaFormat { get; init; } = ValueFormat.Of(ValueFormatKind.Percent, 2, withSign: true);

    /// <summary>Whether a rise is bad news (a count of errors).</summary>
    public bool Inverted { get; init; }
}

/// <summary>Columns of a table; none means all, as the SQL returns them.</summary>
public sealed record TableSettings : TileSettings
{
    /// <summary>The columns shown.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];
}

/// <summary>Words.</summary>
public sealed record MarkdownSettings : TileSettings
{
    /// <summary>Markdown; <c>{{column}}</c> is replaced by the first row's value when the tile has SQL.</summary>
    public required string Text { get; init; }
}

/// <summary>One column of a table.</summary>
/// <param name="Name">The column of the SQL.</param>
public sealed record TableColumn(string Name)
{
    /// <summary>What stands above it.</summary>
    public string Label { get; init; } = Name;

    /// <summary>How values are written.</summary>
    public ValueFormat Format { get; init; }
}
