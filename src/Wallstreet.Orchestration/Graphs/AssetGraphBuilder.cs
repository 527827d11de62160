using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>Collects the assets of a program. Other libraries add their styles of authoring as extension methods.</summary>
public sealed class AssetGraphBuilder
{
    private readonly List<AssetDefinition> _assets = [];
    private readonly List<(AssetKey Key, AssetCheckDefinition Check)> _checks = [];

    /// <summary>The assets added so far.</summary>
    public IReadOnlyList<AssetDefinition> Assets => _assets;

    /// <summary>Adds an asset.</summary>
    public AssetGraphBuilder Add(AssetDefinition asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        _assets.Add(asset);
        return this;
    }

    /// <summary>Adds an asset in the builder style.</summary>
    /// <param name="key">The asset's key.</param>
    /// <param name="configure">Says what it is.</param>
    /// <exception cref="InvalidAssetKeyException">The key is none.</exception>
    public AssetGraphBuilder AddAsset(string key, Action<AssetBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        AssetBuilder builder = new(new AssetKey(key));
        configure(builder);
        return Add(builder.Build());
    }

    /// <summary>Changes every asset added so far, for example to complete what its style of authoring cannot know.</summary>
    public AssetGraphBuilder Rewrite(Func<AssetDefinition, AssetDefinition> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (int i = 0; i < _assets.Count; i++)
        {
            _assets[i] = change(_assets[i]);
        }

        return this;
    }

    /// <summary>Adds a check to an asset that is added before or after.</summary>
    public AssetGraphBuilder AddCheck(AssetKey asset, AssetCheckDefinition check)
    {
        ArgumentNullException.ThrowIfNull(check);
        _checks.Add((asset, check));
        return this;
    }

    /// <summary>Everything that is wrong with what was added; empty when <see cref="Build"/> succeeds.</summary>
    public IReadOnlyList<AssetGraphException> FindErrors()
    {
        HashSet<AssetKey> keys = [.. _assets.Select(asset => asset.Key)];
        return
        [
            .. _checks.Where(check => !keys.Contains(check.Key)).Select(check => Unknown(check.Key)),
            .. AssetGraph.FindErrors(Join()),
        ];
    }

    /// <summary>Makes the graph.</summary>
    /// <exception cref="AssetGraphException">The first thing that <see cref="FindErrors"/> finds.</exception>
    public AssetGraph Build()
    {
        HashSet<AssetKey> keys = [.. _assets.Select(asset => asset.Key)];
        foreach ((AssetKey key, _) in _checks.Where(check => !keys.Contains(check.Key)))
        {
            throw Unknown(key);
        }

        return new AssetGraph(Join());
    }

    /// <summary>
    /// Makes the graph of what is sound: without the assets that are wrong, and without all that is made from them.
    /// </summary>
    /// <param name="missing">Assets that could not be added; that others lack them is no error of those.</param>
    /// <param name="errors">What is wrong; empty when nothing is.</param>
    public AssetGraph BuildSound(IReadOnlySet<AssetKey> missing, out IReadOnlyList<AssetGraphException> errors)
    {
        ArgumentNullException.ThrowIfNull(missing);
        HashSet<AssetKey> keys = [.. _assets.Select(asset => asset.Key)];
        List<AssetGraphException> found =
            [.. _checks.Where(check => !keys.Contains(check.Key) && !missing.Contains(check.Key)).Select(check => Unknown(check.Key))];
        List<AssetDefinition> sound = [.. Join()];
        HashSet<AssetKey> lost = [.. missing];
        while (AssetGraph.FindErrors(sound) is { Count: > 0 } wrong)
        {
            found.AddRange(wrong.Where(error => error is not MissingUpstreamException { Upstream: var upstream } || !lost.Contains(upstream)));
            HashSet<AssetKey> dropped = [.. wrong.SelectMany(AssetsOf)];
            if (sound.RemoveAll(asset => dropped.Contains(asset.Key)) == 0)
            {
                sound.Clear();
            }

            lost.UnionWith(dropped);
        }

        errors = found;
        return new AssetGraph(sound);
    }

    private static IEnumerable<AssetKey> AssetsOf(AssetGraphException error) => error switch
    {
        MissingUpstreamException missing => [missing.Asset],
        PartitionMappingMismatchException mismatch => [mismatch.Asset],
        CyclicGraphException circle => circle.Cycle,
        DuplicateAssetException duplicate => [duplicate.Key],
        DuplicateCheckException check => [check.Asset],
        _ => [],
    };

    private UnknownAssetException Unknown(AssetKey key) =>
        new(key.Path, NearestNames.Find(key.Path, _assets.Select(asset => asset.Key.Path)));

    private IEnumerable<AssetDefinition> Join()
    {
        ILookup<AssetKey, AssetCheckDefinition> checks = _checks.ToLookup(check => check.Key, check => check.Check);
        return _assets.Select(asset => checks.Contains(asset.Key)
            ? asset with { Checks = [.. asset.Checks, .. checks[asset.Key]] }
            : asset);
    }
}
