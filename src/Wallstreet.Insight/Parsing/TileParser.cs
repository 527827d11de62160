using Wallstreet.Insight.Dashboards;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

internal sealed class TileParser(SqlTextReader sql, IReadOnlyList<ParameterDefinition> parameters, ProblemList problems)
{
    private const int ChartRows = 50_000;
    private const int TableRows = 1_000;

    public IReadOnlyList<TileDefinition> Read(YamlMapping dashboard)
    {
        List<(TileDefinition Tile, YamlMapping Mapping)> tiles = [];
        foreach (YamlMappingNode node in dashboard.Items("tiles").OfType<YamlMappingNode>())
        {
            string? kind = (YamlScalars.FindValue(node, "kind") as YamlScalarNode)?.Value;
            YamlMapping mapping = new(node, DashboardShapes.TileOf(kind), problems);
            if (ReadOne(mapping) is { } tile)
            {
                CheckAgainst(tile, mapping, tiles);
                tiles.Add((tile, mapping));
            }
        }

        return [.. tiles.Select(entry => entry.Tile)];
    }

    private TileDefinition? ReadOne(YamlMapping mapping)
    {
        TileArea? area = ReadArea(mapping);
        SqlText? text = mapping.Find("sql") is YamlScalarNode node ? sql.Read(node) : null;
        IReadOnlyList<string> used = CheckParameters(text);
        if (mapping.Text("id") is not { } id || mapping.Text("kind") is not { } kindName || area is null
            || TileSettingsReader.Read(mapping, kindName) is not { } settings)
        {
            return null;
        }

        TileKind kind = Enum.Parse<TileKind>(kindName, ignoreCase: true);
        return new TileDefinition(id, kind, area.Value, settings)
        {
            Title = mapping.Text("title") ?? id,
            Subtitle = mapping.Text("subtitle"),
            Sql = text,
            SqlParameters = used,
            RowsMax = mapping.Whole("rows") ?? DefaultRows(kind),
        };
    }

    private static int DefaultRows(TileKind kind) => kind switch
    {
        TileKind.Kpi or TileKind.Markdown => 1,
        TileKind.Table => TableRows,
        _ => ChartRows,
    };

    private TileArea? ReadArea(YamlMapping mapping)
    {
        if (mapping.Mapping("at") is not { } at
            || (at.Whole("x"), at.Whole("y"), at.Whole("w"), at.Whole("h")) is not ({ } x, { } y, { } w, { } h))
        {
            return null;
        }

        if (x + w > TileArea.Columns)
        {
            problems.Add(
                at.Node,
                FormattableString.Invariant($"The tile ends in column {x + w}; the grid has {TileArea.Columns}."),
                FormattableString.Invariant($"With x: {x} it may be at most w: {TileArea.Columns - x}."));
            return null;
        }

        return new TileArea(x, y, w, h);
    }

    private void CheckAgainst(TileDefinition tile, YamlMapping mapping, List<(TileDefinition Tile, YamlMapping Mapping)> earlier)
    {
        if (earlier.FirstOrDefault(entry => entry.Tile.Id == tile.Id) is { Mapping: { } twin })
        {
            problems.Add(
                mapping.Find("id")!,
                FormattableString.Invariant($"The tile id '{tile.Id}' is already used on line {twin.Node.Start.Line}."),
                "Give each tile an id of its own.");
        }

        foreach ((TileDefinition other, _) in earlier.Where(entry => entry.Tile.Area.Overlaps(tile.Area)))
        {
            TileArea area = other.Area;
            problems.Add(
                mapping.Find("at")!,
                $"The tile '{tile.Id}' overlaps the tile '{other.Id}'.",
                FormattableString.Invariant($"'{other.Id}' covers columns {area.X} to {area.X + area.W - 1} and rows {area.Y} to {area.Y + area.H - 1}."));
        }
    }

    private IReadOnlyList<string> CheckParameters(SqlText? text)
    {
        if (text is null)
        {
            return [];
        }

        string[] known = [.. parameters.SelectMany(parameter => parameter.SqlNames)];
        List<string> used = [];
        foreach ((string name, int line, int column) in SqlParameterScanner.Find(text.Text))
        {
            if (!known.Contains(name))
            {
                (int fileLine, int fileColumn) = text.Locate(line, column);
                problems.Add(fileLine, fileColumn, $"The SQL uses the parameter ${name}, which is not defined.", HintFor(name, known));
            }
            else if (!used.Contains(name))
            {
                used.Add(name);
            }
        }

        return used;
    }

    private string HintFor(string name, string[] known) =>
        parameters.Any(parameter => parameter.Name == name)
            ? $"'{name}' is a date range: use ${name}_from and ${name}_to."
            : NearestName.Find(name, known) is { } nearest ? $"Did you mean ${nearest}?"
            : known.Length == 0 ? "The dashboard has no parameters; define it under 'parameters:'."
            : $"Define it under 'parameters:', or use one of ${string.Join(", $", known)}.";
}
