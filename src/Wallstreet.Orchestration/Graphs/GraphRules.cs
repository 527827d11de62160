using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>The rules that definitions must keep to make a graph.</summary>
internal static class GraphRules
{
    private static readonly PartitionMapping _identity = new PartitionMapping.Identity();

    /// <summary>Everything that is wrong, in the order of the assets; circles last.</summary>
    public static List<AssetGraphException> FindErrors(AssetDefinition[] assets)
    {
        List<AssetGraphException> errors = [];
        Dictionary<string, AssetDefinition> byPath = new(StringComparer.OrdinalIgnoreCase);
        foreach (AssetDefinition asset in assets)
        {
            if (!byPath.TryAdd(asset.Key.Path, asset))
            {
                AssetDefinition other = byPath[asset.Key.Path];
                errors.Add(new DuplicateAssetException(asset.Key, other.Key, PlacesOf(other, asset)));
            }

            foreach (IGrouping<string, AssetCheckDefinition> same in
                asset.Checks.GroupBy(check => check.Name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
            {
                errors.Add(new DuplicateCheckException(asset.Key, same.Key));
            }
        }

        Dictionary<AssetKey, AssetDefinition> byKey = [];
        foreach (AssetDefinition asset in assets)
        {
            byKey.TryAdd(asset.Key, asset);
        }

        foreach (AssetDefinition asset in assets)
        {
            AddUpstreamErrors(asset, byKey, errors);
        }

        if (FindCycle(assets, byKey) is { } cycle)
        {
            errors.Add(new CyclicGraphException(cycle));
        }

        return errors;
    }

    /// <summary>Sorts assets, each after those it is made from, otherwise by key. Only for what has no errors.</summary>
    public static AssetDefinition[] SortTopologically(AssetDefinition[] assets)
    {
        Dictionary<AssetKey, int> missing = [];
        Dictionary<AssetKey, List<AssetDefinition>> downstreams = [];
        PriorityQueue<AssetDefinition, AssetKey> ready = new();
        foreach (AssetDefinition asset in assets)
        {
            AssetKey[] upstreams = [.. asset.Upstreams.Select(up => up.Key).Distinct()];
            missing[asset.Key] = upstreams.Length;
            foreach (AssetKey upstream in upstreams)
            {
                (downstreams.TryGetValue(upstream, out List<AssetDefinition>? list) ? list : downstreams[upstream] = []).Add(asset);
            }

            if (upstreams.Length == 0)
            {
                ready.Enqueue(asset, asset.Key);
            }
        }

        List<AssetDefinition> sorted = new(assets.Length);
        while (ready.TryDequeue(out AssetDefinition? asset, out _))
        {
            sorted.Add(asset);
            foreach (AssetDefinition downstream in downstreams.GetValueOrDefault(asset.Key, []))
            {
                if (--missing[downstream.Key] == 0)
                {
                    ready.Enqueue(downstream, downstream.Key);
                }
            }
        }

        return [.. sorted];
    }

    private static void AddUpstreamErrors(
        AssetDefinition asset, Dictionary<AssetKey, AssetDefinition> assets, List<AssetGraphException> errors)
    {
        foreach (AssetDependency dependency in asset.Upstreams)
        {
            if (!assets.TryGetValue(dependency.Key, out AssetDefinition? upstream))
            {
                errors.Add(new MissingUpstreamException(
                    asset.Key,
                    dependency.Key,
                    PlaceOf(asset),
                    NearestNames.Find(dependency.Key.Path, assets.Keys.Where(key => key != asset.Key).Select(key => key.Path))));
            }
            else if ((dependency.Mapping ?? _identity).FindMismatch(asset.Partitions, upstream.Partitions) is { } mismatch)
            {
                errors.Add(new PartitionMappingMismatchException(asset.Key, dependency.Key, mismatch));
            }
        }
    }

    /// <summary>A circle, each asset upstream of the next and the first again at the end; null when there is none.</summary>
    private static AssetKey[]? FindCycle(AssetDefinition[] assets, Dictionary<AssetKey, AssetDefinition> byKey)
    {
        HashSet<AssetKey> done = [];
        foreach (AssetDefinition root in assets)
        {
            // The path holds an asset and how many of its upstreams have been followed; deep graphs do not overflow a stack.
            Stack<(AssetDefinition Asset, int Next)> path = new();
            HashSet<AssetKey> onPath = [];
            Enter(root, path, onPath, done);
            while (path.TryPop(out (AssetDefinition Asset, int Next) top))
            {
                if (top.Next == top.Asset.Upstreams.Count)
                {
                    onPath.Remove(top.Asset.Key);
                    done.Add(top.Asset.Key);
                    continue;
                }

                path.Push((top.Asset, top.Next + 1));
                AssetKey next = top.Asset.Upstreams[top.Next].Key;
                if (onPath.Contains(next))
                {
                    // The stack lists each asset before the one it is upstream of, as the circle is told.
                    AssetKey[] keys = [.. path.Select(entry => entry.Asset.Key)];
                    return [.. keys[..(Array.IndexOf(keys, next) + 1)].Prepend(next)];
                }

                if (byKey.TryGetValue(next, out AssetDefinition? upstream))
                {
                    Enter(upstream, path, onPath, done);
                }
            }
        }

        return null;
    }

    private static void Enter(
        AssetDefinition asset, Stack<(AssetDefinition Asset, int Next)> path, HashSet<AssetKey> onPath, HashSet<AssetKey> done)
    {
        if (!done.Contains(asset.Key) && onPath.Add(asset.Key))
        {
            path.Push((asset, 0));
        }
    }

    private static string PlacesOf(AssetDefinition first, AssetDefinition second) =>
        first.Source is null && second.Source is null ? "" : $":{PlaceOf(first)} and{PlaceOf(second)}";

    private static string PlaceOf(AssetDefinition asset) => asset.Source switch
    {
        null => "",
        { Line: { } line } source => $" ({source.File}:{line})",
        { } source => $" ({source.File})",
    };
}
