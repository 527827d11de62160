using System.Collections.Immutable;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>What became of an output.</summary>
public sealed record OutputReceipt
{
    /// <summary>Nothing was kept, and there is nothing to say about it.</summary>
    public static OutputReceipt Nothing { get; } = new();

    /// <summary>
    /// The version of the data, the same for the same data; null takes the hash of the code version and the versions of the
    /// data it was made from.
    /// </summary>
    public string? DataVersion { get; init; }

    /// <summary>Facts to add to the materialization, for example rows, schema and table version.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata { get; init; } =
        ImmutableDictionary<string, MetadataValue>.Empty;

    /// <summary>The tables that were read, named with dots, with the version that was read.</summary>
    public IReadOnlyDictionary<string, long> InputVersions { get; init; } = ImmutableDictionary<string, long>.Empty;
}
