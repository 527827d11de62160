using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Web.Graph;
using Wallstreet.Web.Runs;

namespace Wallstreet.Web.Assets;

/// <summary>Answers questions about all assets: the list and the graph.</summary>
internal sealed class AssetReader(AssetGraph graph, IEventLog log, RunProgress progress, AssetFreshness freshness, TimeProvider time)
{
    /// <summary>The names of metadata that tells which table versions were read begin so.</summary>
    public const string InputPrefix = "input:";

    public async Task<IReadOnlyList<AssetSummary>> ListAsync(string? selection, CancellationToken cancellationToken)
    {
        IReadOnlyList<AssetDefinition> assets = string.IsNullOrWhiteSpace(selection)
            ? graph.Assets
            : AssetSelection.Parse(selection).Resolve(graph);
        return await SummarizeAsync(assets, cancellationToken).ConfigureAwait(false);
    }

    public async Task<GraphAnswer> LayOutAsync(string? selection, CancellationToken cancellationToken)
    {
        IReadOnlyList<AssetSummary> assets = await ListAsync(selection, cancellationToken).ConfigureAwait(false);
        HashSet<string> shown = new(assets.Select(asset => asset.Key), StringComparer.Ordinal);
        LayoutNode[] nodes = [.. assets.Select(asset => new LayoutNode(asset.Key, asset.Group))];
        LayoutEdge[] edges = [.. assets.SelectMany(asset => asset.Upstreams.Where(shown.Contains).Distinct().Select(up => new LayoutEdge(up, asset.Key)))];
        PlacedGraph placed = LayeredLayout.Place(nodes, edges, new LayoutMeasures());
        return new GraphAnswer(
            [.. placed.Nodes.Zip(assets, ToNode)],
            [.. placed.Edges.Select(edge => new GraphEdgeAnswer(edge.From, edge.To, edge.Points))],
            placed.Width,
            placed.Height);
    }

    public async Task<AssetSummary[]> SummarizeAsync(IReadOnlyList<AssetDefinition> assets, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<AssetKey, AssetState> states = await log.GetAssetStatesAsync(cancellationToken).ConfigureAwait(false);
        ILookup<AssetKey, AssetCheckEvaluated> checks = (await log.GetLatestChecksAsync(null, cancellationToken).ConfigureAwait(false))
            .Where(check => check.AssetKey is not null)
            .ToLookup(check => check.AssetKey!.Value);
        ILookup<string, StepView> running = await progress.GetRunningAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<AssetKey, IReadOnlyList<string>> stale = await freshness.FindStaleAsync(cancellationToken).ConfigureAwait(false);
        return [.. assets.Select(asset => Summarize(asset, states.GetValueOrDefault(asset.Key), (checks[asset.Key], running.Contains(asset.Key.Path), stale.ContainsKey(asset.Key))))];
    }

    /// <summary>The table version that a materialization tells of; null when it tells of none.</summary>
    public static long? VersionOf(AssetMaterialized materialized) =>
        materialized.Metadata
            .Where(pair => !pair.Key.StartsWith(InputPrefix, StringComparison.Ordinal))
            .Select(pair => pair.Value)
            .OfType<MetadataValue.TableVersion>()
            .FirstOrDefault()?.Version;

    public static LastMaterialized? ToLast(AssetMaterialized? materialized) => materialized is null
        ? null
        : new LastMaterialized(materialized.Timestamp, materialized.RunId.Value, VersionOf(materialized), RowsOf(materialized));

    private static long? RowsOf(AssetMaterialized materialized) =>
        materialized.Metadata.TryGetValue("rows", out MetadataValue? rows) && rows.NumberOrNull is { } number ? (long)number : null;

    private AssetSummary Summarize(
        AssetDefinition asset, AssetState? state, (IEnumerable<AssetCheckEvaluated> Checks, bool IsRunning, bool IsStale) now) => new()
        {
            Key = asset.Key.Path,
            Group = asset.Group,
            Kinds = asset.Kinds,
            Tags = asset.Tags,
            Owners = asset.Owners,
            Description = asset.Description,
            Partitions = asset.Partitions is { } partitions ? new PartitionsSummary(partitions.Kind, partitions.CountAt(time.GetUtcNow())) : null,
            Upstreams = [.. asset.Upstreams.Select(up => up.Key.Path)],
            Status = now.IsRunning ? "running" : Status(state, now.IsStale),
            LastMaterialized = ToLast(state?.Materialization),
            Checks = Count(now.Checks),
            Synthetic = asset.Tags.TryGetValue("synthetic", out string? synthetic) && synthetic != "false",
        };

    private static string Status(AssetState? state, bool isStale) => state switch
    {
        { IsFailed: true } => "failed",
        { Materialization: null, Observation: null } or null => "missing",
        _ => isStale ? "stale" : "fresh",
    };

    private static ChecksSummary Count(IEnumerable<AssetCheckEvaluated> checks)
    {
        ILookup<string, AssetCheckEvaluated> outcomes = checks.ToLookup(
            check => check.Passed ? "passed" : check.Severity == CheckSeverity.Warn ? "warned" : "failed", StringComparer.Ordinal);
        return new ChecksSummary(outcomes["passed"].Count(), outcomes["failed"].Count(), outcomes["warned"].Count());
    }

    private static GraphNodeAnswer ToNode(PlacedNode node, AssetSummary asset) => new()
    {
        Key = node.Key,
        X = node.X,
        Y = node.Y,
        Width = node.Width,
        Height = node.Height,
        Layer = node.Layer,
        Group = node.Group,
        Status = asset.Status,
        Kinds = asset.Kinds,
        Synthetic = asset.Synthetic,
        Partitions = asset.Partitions,
        LastMaterialized = asset.LastMaterialized,
        Checks = asset.Checks,
    };
}
