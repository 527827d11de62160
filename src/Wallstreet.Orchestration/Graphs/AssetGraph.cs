using System.Collections.Frozen;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>
/// All assets of a program and what they are made from. A graph that exists is valid: keys are unique, every upstream
/// exists, partitions fit their mappings, and there is no circle.
/// </summary>
public sealed class AssetGraph
{
    private readonly FrozenDictionary<AssetKey, int> _places;
    private readonly AssetDefinition[] _assets;
    private readonly int[][] _upstreams;
    private readonly int[][] _downstreams;

    /// <summary>Makes a graph.</summary>
    /// <exception cref="AssetGraphException">The first thing that <see cref="FindErrors"/> finds.</exception>
    public AssetGraph(IEnumerable<AssetDefinition> assets)
    {
        AssetDefinition[] sorted = [.. assets.OrderBy(asset => asset.Key)];
        if (GraphRules.FindErrors(sorted) is [{ } error, ..])
        {
            throw error;
        }

        _assets = GraphRules.SortTopologically(sorted);
        _places = _assets.Select((asset, place) => KeyValuePair.Create(asset.Key, place)).ToFrozenDictionary();
        _upstreams = [.. _assets.Select(asset => asset.Upstreams.Select(up => _places[up.Key]).Distinct().ToArray())];
        List<int>[] downstreams = [.. _assets.Select(_ => new List<int>())];
        for (int place = 0; place < _assets.Length; place++)
        {
            foreach (int upstream in _upstreams[place])
            {
                downstreams[upstream].Add(place);
            }
        }

        _downstreams = [.. downstreams.Select(list => list.ToArray())];
    }

    /// <summary>A graph without assets.</summary>
    public static AssetGraph Empty { get; } = new([]);

    /// <summary>All assets, each after those it is made from, otherwise by key.</summary>
    public IReadOnlyList<AssetDefinition> Assets => _assets;

    /// <summary>Everything that is wrong with these definitions; empty when they make a graph.</summary>
    public static IReadOnlyList<AssetGraphException> FindErrors(IEnumerable<AssetDefinition> assets) =>
        GraphRules.FindErrors([.. assets.OrderBy(asset => asset.Key)]);

    /// <summary>True when there is such an asset.</summary>
    public bool Contains(AssetKey key) => _places.ContainsKey(key);

    /// <summary>The asset of a key; null when there is none.</summary>
    public AssetDefinition? Find(AssetKey key) => _places.TryGetValue(key, out int place) ? _assets[place] : null;

    /// <summary>The asset of a key.</summary>
    /// <exception cref="UnknownAssetException">There is none; the error names the nearest.</exception>
    public AssetDefinition Get(AssetKey key) => Find(key) ?? throw Unknown(key.Path);

    /// <summary>The asset of a key written with slashes or dots.</summary>
    /// <exception cref="UnknownAssetException">There is none; the error names the nearest.</exception>
    public AssetDefinition Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return AssetKey.TryParse(name.Replace('.', '/'), out AssetKey key) && Find(key) is { } asset ? asset : throw Unknown(name);
    }

    /// <summary>The assets that an asset is made from directly.</summary>
    /// <exception cref="UnknownAssetException">There is no such asset.</exception>
    public IReadOnlyList<AssetDefinition> GetUpstreams(AssetKey key) => Pick(_upstreams, key);

    /// <summary>The assets that are made from an asset directly.</summary>
    /// <exception cref="UnknownAssetException">There is no such asset.</exception>
    public IReadOnlyList<AssetDefinition> GetDownstreams(AssetKey key) => Pick(_downstreams, key);

    /// <summary>The error for a name that is no asset.</summary>
    internal UnknownAssetException Unknown(string name) =>
        new(name, NearestNames.Find(name, _assets.Select(asset => asset.Key.Path)));

    /// <summary>The place of an asset in <see cref="Assets"/>.</summary>
    internal int GetPlace(AssetKey key) => _places.TryGetValue(key, out int place) ? place : throw Unknown(key.Path);

    /// <summary>The places of the assets directly upstream of a place.</summary>
    internal ReadOnlySpan<int> GetUpstreamPlaces(int place) => _upstreams[place];

    /// <summary>The places of the assets directly downstream of a place.</summary>
    internal ReadOnlySpan<int> GetDownstreamPlaces(int place) => _downstreams[place];

    private AssetDefinition[] Pick(int[][] places, AssetKey key) => [.. places[GetPlace(key)].Select(place => _assets[place])];
}
