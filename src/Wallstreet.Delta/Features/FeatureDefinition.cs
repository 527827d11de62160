namespace Wallstreet.Delta.Features;

/// <summary>A table feature that this library knows. Protocol section "Valid Feature Names in Table Features".</summary>
/// <param name="Name">Its name in the protocol.</param>
/// <param name="ForReaders">Whether readers must know it too.</param>
internal sealed record FeatureDefinition(string Name, bool ForReaders)
{
    /// <summary>Features without which it cannot be.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];
}
