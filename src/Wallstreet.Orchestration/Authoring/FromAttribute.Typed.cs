using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Names an upstream by its class, so that a missing upstream does not compile.</summary>
/// <typeparam name="T">A class marked <see cref="AssetAttribute"/>.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class FromAttribute<T> : UpstreamAttribute
{
    internal override AssetKey Key => AssetAttribute.KeyOf(typeof(T));
}
