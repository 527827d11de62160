using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Orchestration.Planning;

/// <summary>What a run will do: steps, each after those it depends on; the steps of an asset lie beside each other.</summary>
public sealed class RunPlan
{
    internal RunPlan(RunRequest request, AssetGraph graph, DateTimeOffset plannedAt, IReadOnlyList<AssetDefinition> assets, IReadOnlyList<PlannedStep> steps)
    {
        Request = request;
        Graph = graph;
        PlannedAt = plannedAt;
        Assets = assets;
        Steps = steps;
    }

    /// <summary>What was asked for.</summary>
    public RunRequest Request { get; }

    /// <summary>All assets of the program.</summary>
    public AssetGraph Graph { get; }

    /// <summary>When it was planned; partitions that came to be later are not in it.</summary>
    public DateTimeOffset PlannedAt { get; }

    /// <summary>The selected assets, each after those it is made from.</summary>
    public IReadOnlyList<AssetDefinition> Assets { get; }

    /// <summary>The steps; a step's index is its place here.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; }

    /// <summary>The steps that a step depends on.</summary>
    public IEnumerable<PlannedStep> GetDependencies(PlannedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Dependencies.SelectMany(range => Enumerable.Range(range.Start, range.Count)).Select(index => Steps[index]);
    }
}
