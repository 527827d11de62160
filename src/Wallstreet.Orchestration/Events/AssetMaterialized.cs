using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Events;

/// <summary>An asset, or some partitions of it, was computed and stored.</summary>
public sealed record AssetMaterialized : RunEvent
{
    /// <summary>What the step and the output handler told about it, by name.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata { get; init => field = value ?? Facts.None; } = Facts.None;

    /// <summary>Names the content: equal versions mean equal data. Null when unknown.</summary>
    public string? DataVersion { get; init; }

    /// <summary>The version of the code that computed it.</summary>
    public string? CodeVersion { get; init; }

    /// <summary>The data version of every upstream that was read.</summary>
    public IReadOnlyDictionary<AssetKey, string> InputVersions { get; init => field = value ?? Facts.NoInputs; } = Facts.NoInputs;
}
