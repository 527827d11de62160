namespace Wallstreet.Orchestration.Graphs;

/// <summary>A class or method marked as an asset, or a definition, cannot be one.</summary>
/// <param name="subject">The class, method or asset.</param>
/// <param name="fault">What is wrong with it and how to mend it, as sentences.</param>
public sealed class InvalidAssetException(string subject, string fault)
    : AssetGraphException($"{subject} cannot be an asset. {fault}")
{
    /// <summary>The class, method or asset.</summary>
    public string Subject { get; } = subject;
}
