using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Cli.Runs;

/// <summary>What the metadata of a materialization says under the names that the lakehouse uses.</summary>
internal static class MaterializationFacts
{
    /// <summary>How many rows were written; null when it does not say.</summary>
    public static long? FindRows(AssetMaterialized made) =>
        made.Metadata.GetValueOrDefault("rows") is MetadataValue.WholeNumber rows ? rows.Value : null;

    /// <summary>The table version that was made; null when it does not say.</summary>
    public static long? FindVersion(AssetMaterialized made) =>
        made.Metadata.GetValueOrDefault("table") is MetadataValue.TableVersion table ? table.Version : null;
}
