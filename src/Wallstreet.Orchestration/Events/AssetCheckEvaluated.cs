using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Events;

/// <summary>A check of an asset was evaluated.</summary>
public sealed record AssetCheckEvaluated : RunEvent
{
    /// <summary>The name of the check, unique within the asset.</summary>
    public required string CheckName { get; init; }

    /// <summary>Whether the asset passed.</summary>
    public bool Passed { get; init; }

    /// <summary>How bad a failure is.</summary>
    public CheckSeverity Severity { get; init; } = CheckSeverity.Error;

    /// <summary>Whether a failure holds back what is downstream.</summary>
    public bool Blocking { get; init; }

    /// <summary>What was found, in words.</summary>
    public string? Message { get; init; }

    /// <summary>What the check told, by name.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata { get; init => field = value ?? Facts.None; } = Facts.None;
}
