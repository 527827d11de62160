using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Staleness;

/// <summary>
/// Compares what assets were made from with what is there now: the code version and the data versions of their upstreams.
/// That an upstream is itself stale does not make an asset stale; that it was made anew, with other data, does.
/// </summary>
/// <param name="graph">All assets.</param>
/// <param name="log">The event log.</param>
/// <param name="time">The clock that says which partitions exist.</param>
public sealed class StalenessCalculator(AssetGraph graph, IEventLog log, TimeProvider time)
{
    private static readonly IReadOnlyList<string> _noReasons = [];

    /// <summary>Calculates all assets; those that others make are left out.</summary>
    public ValueTask<IReadOnlyDictionary<AssetKey, AssetStaleness>> CalculateAsync(CancellationToken cancellationToken) =>
        CalculateAsync(graph.Assets, cancellationToken);

    /// <summary>Calculates some assets; those that others make are left out.</summary>
    public async ValueTask<IReadOnlyDictionary<AssetKey, AssetStaleness>> CalculateAsync(
        IEnumerable<AssetDefinition> assets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assets);
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<AssetKey, VersionLedger> ledgers = [];
        Dictionary<AssetKey, AssetStaleness> results = [];
        foreach (AssetDefinition asset in assets.Where(asset => asset.Compute is not null))
        {
            foreach (AssetKey key in asset.Upstreams.Select(up => up.Key).Append(asset.Key).Where(key => !ledgers.ContainsKey(key)))
            {
                ledgers.Add(key, await UpstreamFacts.ReadLedgerAsync(graph.Get(key), log, now, cancellationToken).ConfigureAwait(false));
            }

            results.Add(asset.Key, Judge(asset, ledgers));
        }

        return results;
    }

    /// <summary>
    /// What need not be made again: what is fresh and has nothing upstream, among these assets, that must be made.
    /// </summary>
    /// <param name="assets">The assets, each after those it is made from.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    public async ValueTask<CompletedWork> FindFreshAsync(IReadOnlyList<AssetDefinition> assets, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<AssetKey, AssetStaleness> judged = await CalculateAsync(assets, cancellationToken).ConfigureAwait(false);
        FreshWork fresh = new();
        foreach (AssetDefinition asset in assets.Where(asset => judged.ContainsKey(asset.Key)))
        {
            fresh.Add(asset, judged[asset.Key]);
        }

        return fresh.Work;
    }

    private static AssetStaleness Judge(AssetDefinition asset, Dictionary<AssetKey, VersionLedger> ledgers)
    {
        VersionLedger own = ledgers[asset.Key];
        if (asset.Partitions is { } partitions)
        {
            return JudgePartitions(asset, partitions, own, ledgers);
        }

        if (own.Last is not { } last)
        {
            return new AssetStaleness(asset.Key, StalenessStatus.Missing, _noReasons);
        }

        IReadOnlyList<string> reasons = [.. FindReasons(asset, OrdinalRange.None, last, ledgers).Select(reason => reason.Text)];
        return new AssetStaleness(asset.Key, reasons.Count == 0 ? StalenessStatus.Fresh : StalenessStatus.Stale, reasons);
    }

    private static AssetStaleness JudgePartitions(
        AssetDefinition asset, PartitionsDefinition partitions, VersionLedger own, Dictionary<AssetKey, VersionLedger> ledgers)
    {
        Dictionary<long, List<Reason>> byEvent = [];
        PartitionStaleness[] judged = new PartitionStaleness[own.Count];
        for (int ordinal = 0; ordinal < judged.Length; ordinal++)
        {
            PartitionKey key = partitions.GetKeyAt(ordinal);
            if (own.FindNewest(ordinal) is not { } made)
            {
                judged[ordinal] = new PartitionStaleness(key, StalenessStatus.Missing, _noReasons);
                continue;
            }

            if (!byEvent.TryGetValue(made.Sequence, out List<Reason>? reasons))
            {
                byEvent.Add(made.Sequence, reasons = FindReasons(asset, HullOf(partitions, made), made, ledgers));
            }

            IReadOnlyList<string> why = reasons.Count == 0
                ? _noReasons
                : [.. reasons.Where(reason => Concerns(reason, asset, ordinal, made, ledgers)).Select(reason => reason.Text)];
            judged[ordinal] = new PartitionStaleness(key, why.Count == 0 ? StalenessStatus.Fresh : StalenessStatus.Stale, why);
        }

        return Sum(asset.Key, judged);
    }

    private static AssetStaleness Sum(AssetKey key, PartitionStaleness[] partitions)
    {
        int missing = partitions.Count(partition => partition.Status == StalenessStatus.Missing);
        List<string> reasons = [.. partitions.SelectMany(partition => partition.Reasons).Distinct(StringComparer.Ordinal)];
        StalenessStatus status = reasons.Count == 0 ? StalenessStatus.Fresh : StalenessStatus.Stale;
        return new AssetStaleness(key, missing == partitions.Length ? StalenessStatus.Missing : status, reasons)
        {
            Partitions = partitions,
        };
    }

    /// <summary>Why what a materialization made would now be made otherwise.</summary>
    private static List<Reason> FindReasons(
        AssetDefinition asset, OrdinalRange ordinals, AssetMaterialized made, Dictionary<AssetKey, VersionLedger> ledgers)
    {
        List<Reason> reasons = [];
        if (asset.CodeVersion is { } version && version != made.CodeVersion)
        {
            reasons.Add(new Reason(null, $"The code version changed from {made.CodeVersion ?? "none"} to {version}."));
        }

        foreach (AssetDependency dependency in asset.Upstreams)
        {
            UpstreamFact fact = UpstreamFacts.Tell(asset, ordinals, dependency, ledgers[dependency.Key]);
            string? before = made.InputVersions.GetValueOrDefault(dependency.Key);
            if (fact.DataVersion is { } now && now != before)
            {
                reasons.Add(new Reason(dependency, before is null
                    ? $"It was made before its upstream {dependency.Key}."
                    : $"The data version of its upstream {dependency.Key} changed."));
            }
        }

        return reasons;
    }

    /// <summary>
    /// Whether a reason that holds for partitions made together holds for one of them: whether something that this one is
    /// made from was made after it.
    /// </summary>
    private static bool Concerns(
        Reason reason, AssetDefinition asset, int ordinal, AssetMaterialized made, Dictionary<AssetKey, VersionLedger> ledgers)
    {
        if (reason.Dependency is not { } dependency || made.Partitions.Count <= 1)
        {
            return true;
        }

        VersionLedger ledger = ledgers[dependency.Key];
        OrdinalRange? upstream = UpstreamFacts.MapUpstream(asset, new OrdinalRange(ordinal, 1), dependency, ledger);
        return ledger.FindNewestSequence(upstream) > made.Sequence;
    }

    private static OrdinalRange HullOf(PartitionsDefinition partitions, AssetMaterialized made)
    {
        int first = partitions.FindOrdinal(made.Partitions[0]);
        int last = partitions.FindOrdinal(made.Partitions[^1]);
        return first < 0 || last < 0 ? OrdinalRange.None : OrdinalRange.Between(first, last + 1);
    }

    private sealed record Reason(AssetDependency? Dependency, string Text);
}
