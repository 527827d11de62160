using Wallstreet.Orchestration.Checks;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>A check of an asset.</summary>
/// <param name="Name">The name; it occurs once among the asset's checks.</param>
/// <param name="Function">Looks at the asset.</param>
public sealed record AssetCheckDefinition(string Name, AssetCheckFunction Function)
{
    /// <summary>What must hold, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>How bad it is when it does not.</summary>
    public CheckSeverity Severity { get; init; } = CheckSeverity.Error;

    /// <summary>True when steps downstream are skipped after it failed with <see cref="CheckSeverity.Error"/>.</summary>
    public bool Blocking { get; init; }
}
