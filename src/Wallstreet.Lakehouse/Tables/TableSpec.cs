using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Lakehouse.Tables;

/// <summary>What an asset says about the table it is kept in. It travels in the asset's metadata.</summary>
public sealed record TableSpec
{
    /// <summary>The name under which a spec lies in <see cref="AssetDefinition.Metadata"/>.</summary>
    public const string MetadataName = "lakehouse.table";

    /// <summary>A table of which nothing special is said.</summary>
    public static TableSpec Plain { get; } = new();

    /// <summary>
    /// The column that tells to which partition of the asset a row belongs: a date for sessions, days, months and years, a
    /// timestamp for other windows, the key itself for static partitions. Required for assets with partitions.
    /// </summary>
    public string? PartitionColumn { get; init; }

    /// <summary>The columns by which files are laid out in folders; empty for none.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>The columns that name a row; no two rows have the same values, and none is null.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>What columns mean, with their units, by name.</summary>
    public IReadOnlyDictionary<string, string> Comments { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the table holds simulated data; pages label it.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>The spec of an asset.</summary>
    public static TableSpec Of(AssetDefinition asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Metadata.TryGetValue(MetadataName, out object? spec) && spec is TableSpec table ? table : Plain;
    }

    /// <summary>What is said of the table, in words; pages show it.</summary>
    public override string ToString()
    {
        string[] words =
        [
            Key.Count > 0 ? $"key {string.Join(", ", Key)}" : "no key",
            .. PartitionColumn is { } column ? (string[])[$"replaced by {column}"] : [],
            .. PartitionBy.Count > 0 ? (string[])[$"in folders by {string.Join(", ", PartitionBy)}"] : [],
            .. IsSynthetic ? (string[])["synthetic"] : [],
        ];
        return string.Join("; ", words);
    }

    /// <summary>The asset with this spec.</summary>
    public AssetDefinition ApplyTo(AssetDefinition asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset with { Metadata = new Dictionary<string, object>(asset.Metadata) { [MetadataName] = this } };
    }
}
