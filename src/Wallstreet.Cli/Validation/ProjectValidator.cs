using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Hosting;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Library;
using Wallstreet.Insight.Parsing;
using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Query;

namespace Wallstreet.Cli.Validation;

/// <summary>Finds everything that is wrong with a project's definitions, not only the first.</summary>
/// <param name="context">The call.</param>
/// <param name="project">The definitions.</param>
internal sealed class ProjectValidator(CommandContext context, ProjectDefinitions project)
{
    private readonly List<Finding> _findings = [];

    public int AssetCount { get; private set; }

    public int DashboardCount { get; private set; }

    public int ScheduleCount { get; private set; }

    /// <summary>Validates everything.</summary>
    public IReadOnlyList<Finding> Validate()
    {
        AssetGraphBuilder graph = CollectAssets();
        // A model that cannot be read is missing from the graph; what is made from it must not be blamed for that.
        HashSet<AssetKey> unread = AddModels(graph);
        IReadOnlyList<AssetGraphException> errors = graph.FindErrors();
        _findings.AddRange(errors
            .Where(error => error is not MissingUpstreamException missing || !unread.Contains(missing.Upstream))
            .Select(error => FindingOf(graph, error)));
        AssetCount = graph.Assets.Count;
        ValidateDashboards();
        ValidateSchedules(errors.Count == 0 && unread.Count == 0 ? graph.Build() : null);
        return [.. _findings.OrderBy(static f => f.File, StringComparer.Ordinal).ThenBy(static f => f.Line)];
    }

    private AssetGraphBuilder CollectAssets()
    {
        try
        {
            return project.CollectAssets();
        }
        catch (Exception error) when (error is AssetGraphException or ArgumentException or InvalidOperationException or FormatException)
        {
            _findings.Add(new Finding("asset", null, null, null, error.Message));
            return new AssetGraphBuilder();
        }
    }

    private HashSet<AssetKey> AddModels(AssetGraphBuilder graph)
    {
        HashSet<AssetKey> unread = [];
        SqlModelLoader loader = new(context.Get<QueryEngine>().Analyze);
        foreach (string folder in project.SqlModelFolders)
        {
            if (!Directory.Exists(folder))
            {
                _findings.Add(new Finding("model", folder, null, null, "There is no such folder with SQL models."));
                continue;
            }

            foreach (string file in Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                AddModel(graph, loader, folder, file, unread);
            }
        }

        return unread;
    }

    private void AddModel(AssetGraphBuilder graph, SqlModelLoader loader, string folder, string file, HashSet<AssetKey> unread)
    {
        string relative = Path.GetRelativePath(folder, file);
        string shown = Path.Combine(Path.GetFileName(folder), relative);
        try
        {
            graph.Add(loader.Load(relative, shown, File.ReadAllText(file)));
        }
        catch (SqlModelException error)
        {
            // The message of the error begins with the place.
            string message = error.Message[(error.Message.IndexOf("): ", StringComparison.Ordinal) + 3)..];
            _findings.Add(new Finding("model", error.File, error.Line, error.Column, message));
            if (AssetKey.TryParse(Path.ChangeExtension(relative, null).Replace(Path.DirectorySeparatorChar, '/'), out AssetKey key))
            {
                unread.Add(key);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _findings.Add(new Finding("model", shown, null, null, error.Message));
        }
    }

    private void ValidateDashboards()
    {
        IReadOnlyList<DashboardReading> readings = new DashboardFolder(project.DashboardFolders).ReadAll();
        DashboardCount = readings.Count;
        foreach (DashboardProblem problem in readings.SelectMany(static reading => reading.Problems))
        {
            _findings.Add(new Finding("dashboard", problem.File, problem.Line, problem.Column, $"{problem.Message} {problem.Hint}".TrimEnd()));
        }
    }

    private void ValidateSchedules(AssetGraph? graph)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Func<ScheduleDefinition> make in project.Schedules)
        {
            ScheduleCount++;
            try
            {
                ScheduleDefinition schedule = make();
                if (!names.Add(schedule.Name))
                {
                    _findings.Add(new Finding("schedule", null, null, null, $"There are two schedules \"{schedule.Name}\". Rename one."));
                }

                if (graph is not null && schedule.Selection.Resolve(graph).Count == 0)
                {
                    _findings.Add(new Finding("schedule", null, null, null,
                        $"The schedule \"{schedule.Name}\" selects \"{schedule.Selection}\", which fits no asset. Correct the selection."));
                }
            }
            catch (Exception error) when (error is InvalidScheduleException or AssetGraphException or FormatException)
            {
                _findings.Add(new Finding("schedule", null, null, null, error.Message));
            }
        }
    }

    private static Finding FindingOf(AssetGraphBuilder graph, AssetGraphException error)
    {
        AssetKey? asset = error switch
        {
            MissingUpstreamException missing => missing.Asset,
            PartitionMappingMismatchException mismatch => mismatch.Asset,
            CyclicGraphException { Cycle: [var first, ..] } => first,
            _ => null,
        };
        SourceLocation? source = asset is { } key ? graph.Assets.FirstOrDefault(a => a.Key == key)?.Source : null;
        return new Finding("asset", source?.File, source?.Line, null, error.Message);
    }
}
