using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>Two assets have one key, or keys that differ only in case, which many file systems do not tell apart.</summary>
public sealed class DuplicateAssetException : AssetGraphException
{
    /// <summary>Makes the error.</summary>
    /// <param name="key">The key.</param>
    /// <param name="other">The other asset's key.</param>
    /// <param name="places">Where the two are written down.</param>
    public DuplicateAssetException(AssetKey key, AssetKey other, string places)
        : base(key == other
            ? $"The asset \"{key}\" is defined twice{places}. Rename or remove one."
            : $"The assets \"{other}\" and \"{key}\" differ only in case{places}. Rename one.") => Key = key;

    /// <summary>The key.</summary>
    public AssetKey Key { get; }
}
