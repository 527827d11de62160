using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>Assets are made from each other in a circle.</summary>
public sealed class CyclicGraphException : AssetGraphException
{
    /// <summary>Makes the error.</summary>
    /// <param name="cycle">The assets of the circle, each upstream of the next, the first again at the end.</param>
    public CyclicGraphException(IReadOnlyList<AssetKey> cycle)
        : base($"Assets are made from each other in a circle: {string.Join(" -> ", cycle)}. Remove one of these dependencies.") =>
        Cycle = cycle;

    /// <summary>The assets of the circle, each upstream of the next, the first again at the end.</summary>
    public IReadOnlyList<AssetKey> Cycle { get; }
}
