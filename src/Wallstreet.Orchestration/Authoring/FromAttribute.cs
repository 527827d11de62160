using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Names an upstream by its key.</summary>
/// <param name="key">The upstream asset's key.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class FromAttribute(string key) : UpstreamAttribute
{
    internal override AssetKey Key { get; } = new(key);
}
