using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Tells steps what they are made from: the newest versions in the log, and those that the run adds.</summary>
internal sealed class UpstreamFacts
{
    private static readonly PartitionMapping _identity = new PartitionMapping.Identity();

    private readonly Dictionary<AssetKey, VersionLedger> _ledgers = [];

    private UpstreamFacts()
    {
    }

    /// <summary>Reads what is known of everything that some assets are made from.</summary>
    public static async ValueTask<UpstreamFacts> ReadAsync(
        AssetGraph graph, IEnumerable<AssetDefinition> assets, IEventLog log, DateTimeOffset now, CancellationToken cancellationToken)
    {
        UpstreamFacts facts = new();
        foreach (AssetKey key in assets.SelectMany(asset => asset.Upstreams).Select(up => up.Key).Distinct())
        {
            facts._ledgers.Add(key, await ReadLedgerAsync(graph.Get(key), log, now, cancellationToken).ConfigureAwait(false));
        }

        return facts;
    }

    /// <summary>Reads the newest versions of an asset.</summary>
    public static async ValueTask<VersionLedger> ReadLedgerAsync(
        AssetDefinition asset, IEventLog log, DateTimeOffset now, CancellationToken cancellationToken)
    {
        VersionLedger ledger = new(asset, now);
        if (asset.Partitions is null)
        {
            if (await log.FindLatestMaterializationAsync(asset.Key, null, cancellationToken).ConfigureAwait(false) is { } last)
            {
                ledger.Add(last);
            }

            return ledger;
        }

        foreach ((PartitionKey partition, AssetMaterialized materialized) in
            await log.GetLatestPartitionMaterializationsAsync(asset.Key, cancellationToken).ConfigureAwait(false))
        {
            ledger.Add(partition, materialized);
        }

        return ledger;
    }

    /// <summary>Learns of a materialization.</summary>
    public void Add(AssetMaterialized materialized)
    {
        if (materialized.AssetKey is { } key && _ledgers.TryGetValue(key, out VersionLedger? ledger))
        {
            ledger.Add(materialized);
        }
    }

    /// <summary>What an asset, or some of its partitions, is made from.</summary>
    public IReadOnlyDictionary<AssetKey, UpstreamFact> Tell(AssetDefinition asset, OrdinalRange ordinals)
    {
        Dictionary<AssetKey, UpstreamFact> facts = new(asset.Upstreams.Count);
        foreach (AssetDependency dependency in asset.Upstreams)
        {
            facts[dependency.Key] = Tell(asset, ordinals, dependency, _ledgers[dependency.Key]);
        }

        return facts;
    }

    /// <summary>What is known of one upstream of some partitions.</summary>
    public static UpstreamFact Tell(
        AssetDefinition asset, OrdinalRange ordinals, AssetDependency dependency, VersionLedger ledger) =>
        ledger.Tell(MapUpstream(asset, ordinals, dependency, ledger));

    /// <summary>The partitions of one upstream that some partitions are made from; null when upstream has none.</summary>
    public static OrdinalRange? MapUpstream(
        AssetDefinition asset, OrdinalRange ordinals, AssetDependency dependency, VersionLedger ledger)
    {
        if (ledger.Asset.Partitions is not { } upstream)
        {
            return null;
        }

        return asset.Partitions is { } downstream
            ? (dependency.Mapping ?? _identity).MapUpstream(downstream, ordinals, upstream, ledger.Count)
            : new OrdinalRange(0, ledger.Count);
    }
}
