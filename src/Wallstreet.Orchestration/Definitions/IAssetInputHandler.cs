using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>
/// Loads an upstream asset as the type of a parameter marked <c>[From]</c>. Parameters of type <see cref="UpstreamFact"/>
/// and <see cref="AssetKey"/> need none.
/// </summary>
public interface IAssetInputHandler
{
    /// <summary>True when it can load assets as this type.</summary>
    bool CanLoad(Type type);

    /// <summary>Loads an upstream asset, as far as the context's partitions are made from it.</summary>
    /// <param name="context">The context of the function that is about to be called.</param>
    /// <param name="upstream">The upstream asset.</param>
    /// <param name="type">A type that can be loaded.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    ValueTask<object?> LoadAsync(AssetContext context, AssetKey upstream, Type type, CancellationToken cancellationToken);
}
