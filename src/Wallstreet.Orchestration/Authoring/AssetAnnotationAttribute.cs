using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>
/// Says something more of an asset marked <see cref="AssetAttribute"/>: libraries that keep or show assets derive from it,
/// so that what they need stands beside the asset.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public abstract class AssetAnnotationAttribute : Attribute
{
    /// <summary>The definition with what the annotation says.</summary>
    public abstract AssetDefinition ApplyTo(AssetDefinition asset);
}
