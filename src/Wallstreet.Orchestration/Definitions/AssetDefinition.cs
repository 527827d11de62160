using System.Collections.Immutable;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>
/// An asset: something that is kept, usually a table, with the function that makes it. All styles of authoring end here;
/// planner, executor and pages know only this.
/// </summary>
public sealed record AssetDefinition
{
    /// <summary>The asset's name.</summary>
    public required AssetKey Key { get; init; }

    /// <summary>The function that makes it; null for an asset that somebody else makes.</summary>
    public AssetFunction? Compute { get; init; }

    /// <summary>The group it is shown in; by default the first segment of a key that has several, else <c>default</c>.</summary>
    public string Group
    {
        get => field ?? (Key.Path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Key.Path[..slash] : "default");
        init;
    }

    /// <summary>One or a few sentences for people; Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Names and values to select by.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who answers for it: people, or teams.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>What it is made with, for example <c>sql</c> or <c>csharp</c>.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>What it is made from.</summary>
    public IReadOnlyList<AssetDependency> Upstreams { get; init; } = [];

    /// <summary>How it is cut into partitions; null when it is not.</summary>
    public PartitionsDefinition? Partitions { get; init; }

    /// <summary>Changes when the function's meaning changes; null when the author says nothing about it.</summary>
    public string? CodeVersion { get; init; }

    /// <summary>What is checked after it was made.</summary>
    public IReadOnlyList<AssetCheckDefinition> Checks { get; init; } = [];

    /// <summary>What happens when making it fails.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>How long one attempt may take; null is without a limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where its steps run.</summary>
    public StepIsolation Isolation { get; init; }

    /// <summary>How many partitions one step makes.</summary>
    public BatchPolicy Batch { get; init; } = BatchPolicy.OnePerStep;

    /// <summary>The resource pools of which every step takes one place, for example <c>duckdb</c>.</summary>
    public IReadOnlyList<string> Pools { get; init; } = [];

    /// <summary>Where it is written down.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>Facts for whoever handles its output or shows it, by name.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; init; } = ImmutableDictionary<string, object>.Empty;

    /// <inheritdoc />
    public override string ToString() => Key.Path;

    /// <summary>Two definitions are equal when they are the same object.</summary>
    public bool Equals(AssetDefinition? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => Key.GetHashCode();
}
