using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>An asset has two checks of one name.</summary>
/// <param name="asset">The asset.</param>
/// <param name="check">The name.</param>
public sealed class DuplicateCheckException(AssetKey asset, string check)
    : AssetGraphException($"The asset \"{asset}\" has two checks named \"{check}\". Rename one.")
{
    /// <summary>The asset.</summary>
    public AssetKey Asset { get; } = asset;

    /// <summary>The name.</summary>
    public string Check { get; } = check;
}
