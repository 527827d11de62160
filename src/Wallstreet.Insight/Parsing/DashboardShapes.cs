using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using static Wallstreet.Insight.Parsing.YamlType;

namespace Wallstreet.Insight.Parsing;

/// <summary>The whole grammar of a dashboard file, as tables.</summary>
internal static class DashboardShapes
{
    public const int RowsMax = 100_000;

    private const string IdPattern = "^[a-z][a-z0-9-]{0,62}$";
    private const string IdHint = "Use lower-case letters, digits and hyphens, a letter first.";

    public static readonly IReadOnlyDictionary<string, ParameterKind> ParameterKinds =
        new Dictionary<string, ParameterKind>(StringComparer.Ordinal)
        {
            ["symbol"] = ParameterKind.Symbol,
            ["select"] = ParameterKind.Select,
            ["multi"] = ParameterKind.Multi,
            ["text"] = ParameterKind.Text,
            ["date"] = ParameterKind.Date,
            ["date-range"] = ParameterKind.DateRange,
            ["number"] = ParameterKind.Number,
        };

    public static readonly YamlShape Option = new("an option",
    [
        new("value", Text, "What the SQL receives.") { Required = true },
        new("label", Text, "What is shown."),
    ]);

    public static readonly YamlShape Parameter = new("a parameter",
    [
        new("name", Text, "The name in SQL, without the dollar sign.")
        {
            Required = true,
            Pattern = "^[a-z][a-z0-9_]{0,62}$",
            PatternHint = "Use lower-case letters, digits and underscores, a letter first.",
        },
        new("kind", Text, "What it asks for.") { Required = true, Choices = [.. ParameterKinds.Keys] },
        new("label", Text, "What is shown beside it."),
        new("options", TextsOrShapes, "The choices: text, or value and label.") { Shape = Option },
        new("optionsSql", Text, "SQL for the choices: value first, label second."),
        new("default", AnyValue, "The value when none is given; dates may be today, -30d, -6m, -5y; a range has from and to."),
    ]);

    public static readonly YamlShape Area = new("a position",
    [
        new("x", WholeNumber, "First column, from 0.") { Required = true, Maximum = TileArea.Columns - 1 },
        new("y", WholeNumber, "First row, from 0.") { Required = true, Maximum = 999 },
        new("w", WholeNumber, "Columns.") { Required = true, Minimum = 1, Maximum = TileArea.Columns },
        new("h", WholeNumber, "Rows.") { Required = true, Minimum = 1, Maximum = 100 },
    ]);

    public static readonly YamlShape Column = new("a column",
    [
        new("name", Text, "The column of the SQL.") { Required = true },
        new("label", Text, "What stands above it."),
        Format("format", "How values are written."),
    ]);

    private static readonly YamlKey _sql = new("sql", Text, "The question; $name is a parameter.") { Required = true };
    private static readonly YamlKey _x = new("x", Text, "The column along the axis.") { Required = true };
    private static readonly YamlKey _y = new("y", Text, "The column up the axis.") { Required = true };
    private static readonly YamlKey _ys = new("y", TextOrTexts, "The column or columns drawn.") { Required = true };
    private static readonly YamlKey _series = new("series", Text, "A column whose values split the rows into series.");
    private static readonly YamlKey _signed = new("signed", Flag, "Tell gains from losses, by sign as well as by colour.");
    private static readonly YamlKey _zoom = new("zoom", Flag, "Show a zoom bar.");
    private static readonly YamlKey _stacked = new("stacked", Flag, "Series stand on one another.");
    private static readonly YamlKey _points =
        new("points", WholeNumber, "Points drawn at most for a series.") { Minimum = 10, Maximum = 50_000 };

    private static readonly YamlShape _anyTile = new("a tile",
    [
        new("id", Text, "The tile's name.") { Required = true, Pattern = IdPattern, PatternHint = IdHint },
        new("kind", Text, "What it shows.") { Required = true, Choices = [.. Enum.GetNames<TileKind>().Select(LowerCase)] },
        new("title", Text, "What stands above it."),
        new("subtitle", Text, "A smaller line beside the title."),
        new("at", Shape, "Where it stands on the grid of 24 columns.") { Required = true, Shape = Area },
        new("rows", WholeNumber, "Rows read at most.") { Minimum = 1, Maximum = RowsMax },
    ]);

    public static readonly IReadOnlyDictionary<string, YamlShape> Tiles = new Dictionary<string, YamlShape>(StringComparer.Ordinal)
    {
        ["candlestick"] = _anyTile.With(
            _sql,
            _x with { Required = false, Description = "The session's column; session_date unless told." },
            new YamlKey("open", Text, "The opening price's column."),
            new YamlKey("high", Text, "The highest price's column."),
            new YamlKey("low", Text, "The lowest price's column."),
            new YamlKey("close", Text, "The closing price's column."),
            new YamlKey("volume", Text, "The volume's column."),
            new YamlKey("overlays", Texts, "Columns drawn as lines over the candles."),
            Format("format", "How prices are written."),
            _points),
        ["line"] = _anyTile.With(_sql, _x, _ys, _series, _zoom, Format("format", "How values are written."), _points),
        ["area"] = _anyTile.With(_sql, _x, _ys, _series, _stacked, _zoom, Format("format", "How values are written."), _points),
        ["bar"] = _anyTile.With(
            _sql, _x, _ys, _series, _stacked, _signed, _zoom,
            new YamlKey("horizontal", Flag, "Bars lie."),
            Format("format", "How values are written.")),
        ["heatmap"] = _anyTile.With(
            _sql, _x, _y, new YamlKey("value", Text, "The number shown as colour.") { Required = true }, _signed,
            Format("format", "How values are written.")),
        ["scatter"] = _anyTile.With(
            _sql, _x, _y, _series, new YamlKey("label", Text, "The column that names a point."),
            Format("xFormat", "How x is written."), Format("format", "How y is written."), _points),
        ["kpi"] = _anyTile.With(
            _sql,
            new YamlKey("value", Text, "The number's column.") { Required = true },
            new YamlKey("delta", Text, "The column of what changed."),
            new YamlKey("caption", Text, "The column of the words below."),
            new YamlKey("inverted", Flag, "A rise is bad news."),
            Format("format", "How the number is written."),
            Format("deltaFormat", "How the change is written.")),
        ["table"] = _anyTile.With(_sql, new YamlKey("columns", Shapes, "The columns shown; all unless told.") { Shape = Column }),
        ["markdown"] = _anyTile.With(
            _sql with { Required = false },
            new YamlKey("text", Text, "Markdown; {{column}} is the first row's value.") { Required = true }),
    };

    public static readonly YamlShape Dashboard = new("a dashboard",
    [
        new("title", Text, "What stands above it.") { Required = true },
        new("description", Text, "What it is for."),
        new("tags", Texts, "Words to find it by."),
        new("parameters", Shapes, "Its filters.") { Shape = Parameter },
        new("tiles", Shapes, "Its tiles.") { Required = true, Shape = _anyTile },
    ]);

    /// <summary>The shape of a tile: by its kind, or what all tiles share when that is not known.</summary>
    public static YamlShape TileOf(string? kind) => kind is not null && Tiles.TryGetValue(kind, out YamlShape? shape) ? shape : _anyTile;

    public static string LowerCase(string name) => name.ToLowerInvariant();

    private static YamlKey Format(string name, string description) => new(name, Text, description)
    {
        Pattern = ValueFormat.Pattern,
        PatternHint = $"A format is [+]kind[:decimals] with a kind of {string.Join(", ", ValueFormat.Names)}; for example +percent:2.",
    };
}
