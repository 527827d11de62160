namespace Wallstreet.Orchestration.Graphs;

/// <summary>An asset was named that does not exist.</summary>
public sealed class UnknownAssetException : AssetGraphException
{
    /// <summary>Makes the error.</summary>
    /// <param name="name">What was named.</param>
    /// <param name="nearest">The names that are most like it.</param>
    public UnknownAssetException(string name, IReadOnlyList<string> nearest)
        : base($"There is no asset \"{name}\". {NearestNames.Describe(nearest, "List them with `wallstreet assets list`.")}")
    {
        Name = name;
        Nearest = nearest;
    }

    /// <summary>What was named.</summary>
    public string Name { get; }

    /// <summary>The names that are most like it.</summary>
    public IReadOnlyList<string> Nearest { get; }
}
