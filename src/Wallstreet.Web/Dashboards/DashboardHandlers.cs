using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Library;
using Wallstreet.Insight.Parsing;
using Wallstreet.Insight.Rendering;
using Wallstreet.Query;
using Wallstreet.Web.Json;
using Wallstreet.Web.Problems;
using Wallstreet.Web.Sql;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Dashboards;

/// <summary>Lists, describes and renders dashboards.</summary>
internal sealed class DashboardHandlers(DashboardFolder folder, QueryDesk queries, ITableCatalog catalog, TimeProvider time)
{
    private const int MomentsMax = 200;

    public IReadOnlyList<DashboardSummaryAnswer> List() => [.. folder.ReadAll().Select(reading => reading.Dashboard is { } dashboard
        ? new DashboardSummaryAnswer(dashboard.Name, dashboard.Title, dashboard.Description, dashboard.Tags)
        : new DashboardSummaryAnswer(reading.Name, reading.Name, "This dashboard's file has errors.", []) { Problems = reading.Problems })];

    public async Task<DashboardAnswer> GetAsync(string name, CancellationToken cancellationToken)
    {
        DashboardDefinition dashboard = Find(name);
        List<ParameterAnswer> parameters = [];
        foreach (ParameterDefinition parameter in dashboard.Parameters)
        {
            parameters.Add(await DescribeAsync(parameter, cancellationToken).ConfigureAwait(false));
        }

        return new DashboardAnswer
        {
            Name = dashboard.Name,
            Title = dashboard.Title,
            Description = dashboard.Description,
            Tags = dashboard.Tags,
            Parameters = parameters,
            Layout = [.. dashboard.Tiles.Select(tile => new TileLayoutAnswer(
                tile.Id, tile.Title, tile.Subtitle, FamilyOf(tile.Kind), tile.Area.X, tile.Area.Y, tile.Area.W, tile.Area.H))],
            KnownAt = new KnownAtAnswer(await FindMomentsAsync(dashboard, cancellationToken).ConfigureAwait(false)),
        };
    }

    public async Task<TileResult> RenderAsync(string name, string tileId, TileBody body, CancellationToken cancellationToken)
    {
        DashboardDefinition dashboard = Find(name);
        TileDefinition tile = dashboard.FindTile(tileId)
            ?? throw ApiException.NotFound($"The dashboard '{name}' has no tile '{tileId}'.", $"There are: {string.Join(", ", dashboard.Tiles.Select(t => t.Id))}.");
        ChartTheme theme = ChartTheme.Find(body.Theme)
            ?? throw ApiException.BadRequest($"'{body.Theme}' is not a theme.", "Use dark or light.");
        TileRequest request = new()
        {
            Parameters = body.Parameters ?? new Dictionary<string, JsonElement>(),
            KnownAt = string.IsNullOrWhiteSpace(body.KnownAt) ? null : body.KnownAt,
            Theme = theme,
        };
        return await new DashboardRenderer(queries, time).RenderTileAsync(dashboard, tile, request, cancellationToken).ConfigureAwait(false);
    }

    private DashboardDefinition Find(string name)
    {
        DashboardReading reading = folder.Find(name)
            ?? throw ApiException.NotFound($"There is no dashboard '{name}'.", "List them under /api/dashboards.");
        return reading.GetDashboard();
    }

    private static string FamilyOf(TileKind kind) => kind switch
    {
        TileKind.Kpi => "kpi",
        TileKind.Table => "table",
        TileKind.Markdown => "markdown",
        _ => "chart",
    };

    private async ValueTask<ParameterAnswer> DescribeAsync(ParameterDefinition parameter, CancellationToken cancellationToken)
    {
        IReadOnlyList<ParameterOption> options = await ListOptionsAsync(parameter, cancellationToken).ConfigureAwait(false);
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        IReadOnlyList<string> defaults = parameter.Kind is ParameterKind.Date or ParameterKind.DateRange
            ? [.. parameter.Default.Select(text => RelativeDate.TryResolve(text, today, out DateOnly day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text)]
            : parameter.Default;
        if (defaults.Count == 0 && parameter.Kind is ParameterKind.Symbol or ParameterKind.Select && options.Count > 0)
        {
            defaults = [options[0].Value];
        }

        bool isList = parameter.Kind is ParameterKind.Multi or ParameterKind.DateRange;
        return new ParameterAnswer
        {
            Name = parameter.Name,
            Kind = KindOf(parameter.Kind),
            Label = parameter.Label,
            Options = parameter.Kind is ParameterKind.Symbol or ParameterKind.Select or ParameterKind.Multi ? options : null,
            Default = isList
                ? JsonSerializer.SerializeToElement([.. defaults], WebJsonContext.Default.StringArray)
                : defaults is [var only, ..] ? JsonSerializer.SerializeToElement(only, WebJsonContext.Default.String) : null,
            Multiple = parameter.Kind == ParameterKind.Multi,
        };
    }

    // Before the lake is built there are no choices yet; the dashboard itself can be shown.
    private async ValueTask<IReadOnlyList<ParameterOption>> ListOptionsAsync(ParameterDefinition parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await new DashboardRenderer(queries, time).ListOptionsAsync(parameter, null, cancellationToken).ConfigureAwait(false);
        }
        catch (TableNotFoundException)
        {
            return [];
        }
    }

    private static string KindOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Symbol or ParameterKind.Select => "select",
        ParameterKind.Multi => "multiselect",
        ParameterKind.DateRange => "daterange",
        _ => kind.ToString().ToLowerInvariant(),
    };

    // Commits of one run are one moment: the lake is only whole again after the last of them.
    private async ValueTask<IReadOnlyList<KnownAtMoment>> FindMomentsAsync(DashboardDefinition dashboard, CancellationToken cancellationToken)
    {
        string[] tables = [.. dashboard.Tiles.Where(tile => tile.Sql is not null).SelectMany(tile => queries.FindTables(tile.Sql!.Text)).Distinct(StringComparer.OrdinalIgnoreCase)];
        List<(string Table, CommitRecord Commit, string Run)> commits = [];
        foreach (string name in tables)
        {
            if (await catalog.FindTableAsync(name, cancellationToken).ConfigureAwait(false) is not { } table)
            {
                continue;
            }

            await foreach (CommitRecord commit in table.GetHistoryAsync(MomentsMax, cancellationToken).ConfigureAwait(false))
            {
                commits.Add((name, commit, Lineage.Read(commit.UserMetadata).RunId ?? FormattableString.Invariant($"{name}@{commit.Version}")));
            }
        }

        return [.. commits
            .GroupBy(entry => entry.Run, StringComparer.Ordinal)
            .Select(run => ToMoment([.. run]))
            .OrderByDescending(moment => moment.Timestamp)
            .Take(MomentsMax)
            .Reverse()];
    }

    private static KnownAtMoment ToMoment(IReadOnlyList<(string Table, CommitRecord Commit, string Run)> run)
    {
        string[] tables = [.. run.Select(entry => entry.Table).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string label = tables.Length == 1
            ? FormattableString.Invariant($"{tables[0]} version {run.Max(entry => entry.Commit.Version)}")
            : FormattableString.Invariant($"{tables.Length} tables");
        return new KnownAtMoment(run.Max(entry => entry.Commit.Timestamp), label) { Tables = tables };
    }
}
