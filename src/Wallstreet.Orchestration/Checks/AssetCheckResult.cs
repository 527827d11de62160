using System.Collections.Immutable;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Checks;

/// <summary>What a check found.</summary>
/// <param name="Passed">True when the data is as it should be.</param>
public sealed record AssetCheckResult(bool Passed)
{
    /// <summary>How bad a failure is here; null takes the severity of the check's definition.</summary>
    public CheckSeverity? Severity { get; init; }

    /// <summary>One sentence for a person: what was found and where.</summary>
    public string? Description { get; init; }

    /// <summary>Facts beside the outcome, for example how many rows broke the rule.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata { get; init; } =
        ImmutableDictionary<string, MetadataValue>.Empty;

    /// <summary>The data is as it should be.</summary>
    public static AssetCheckResult Pass(string? description = null) => new(true) { Description = description };

    /// <summary>The data is not as it should be.</summary>
    public static AssetCheckResult Fail(string description, CheckSeverity? severity = null) =>
        new(false) { Description = description, Severity = severity };
}
