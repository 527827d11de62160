using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Cli.Hosting;

/// <summary>
/// Where the definitions of a project are, part by part, so that everything wrong with them can be told at once. The
/// program registers it; nothing is read before it is asked for.
/// </summary>
public sealed class ProjectDefinitions
{
    /// <summary>The project's folder, absolute.</summary>
    public string Folder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Collects the assets that are not SQL models: those of assemblies and builders.</summary>
    public Func<AssetGraphBuilder> CollectAssets { get; init; } = static () => new AssetGraphBuilder();

    /// <summary>The folders with SQL models, absolute.</summary>
    public IReadOnlyList<string> SqlModelFolders { get; init; } = [];

    /// <summary>The folders with dashboards, absolute.</summary>
    public IReadOnlyList<string> DashboardFolders { get; init; } = [];

    /// <summary>Makes the schedules, each by itself: one that is wrong throws when it is made.</summary>
    public IReadOnlyList<Func<ScheduleDefinition>> Schedules { get; init; } = [];
}
