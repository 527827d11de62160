using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Web.Assets;

/// <summary>Tells which assets are older than what they are made from or than their code, and why.</summary>
internal sealed class AssetFreshness(AssetGraph graph, IEventLog log)
{
    /// <summary>The reasons of every stale asset; assets that were never made are not in it.</summary>
    public async ValueTask<IReadOnlyDictionary<AssetKey, IReadOnlyList<string>>> FindStaleAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<AssetKey, AssetState> states = await log.GetAssetStatesAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<AssetKey, IReadOnlyList<string>> stale = [];
        foreach (AssetDefinition asset in graph.Assets)
        {
            if (states.GetValueOrDefault(asset.Key)?.Materialization is { } made && Reasons(asset, made, states) is { Count: > 0 } reasons)
            {
                stale[asset.Key] = reasons;
            }
        }

        return stale;
    }

    private static List<string> Reasons(AssetDefinition asset, AssetMaterialized made, IReadOnlyDictionary<AssetKey, AssetState> states)
    {
        List<string> reasons = [];
        if (asset.CodeVersion is not null && made.CodeVersion != asset.CodeVersion)
        {
            reasons.Add($"Its code changed: it was made with {made.CodeVersion ?? "an unknown version"}, now it is {asset.CodeVersion}.");
        }

        foreach (AssetDependency upstream in asset.Upstreams)
        {
            AssetMaterialized? newest = states.GetValueOrDefault(upstream.Key)?.Materialization;
            bool isNewer = newest is not null
                && made.InputVersions.TryGetValue(upstream.Key, out string? used)
                && newest.DataVersion is not null
                && used != newest.DataVersion
                && newest.Sequence > made.Sequence;
            if (isNewer)
            {
                reasons.Add($"Its upstream {upstream.Key} was made again since.");
            }
        }

        return reasons;
    }
}
