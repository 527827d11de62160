using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Lakehouse.Tables;

/// <summary>Says how the table of an asset marked <c>[Asset]</c> is laid out; see <see cref="TableSpec"/>.</summary>
public sealed class TableAttribute : AssetAnnotationAttribute
{
    /// <summary>The column that tells to which partition of the asset a row belongs.</summary>
    public string? PartitionColumn { get; set; }

    /// <summary>The columns by which files are laid out in folders.</summary>
    public string[] PartitionBy { get; set; } = [];

    /// <summary>The columns that name a row; the checks <c>key_not_null</c> and <c>key_unique</c> come with them.</summary>
    public string[] Key { get; set; } = [];

    /// <summary>True when the table holds simulated data.</summary>
    public bool Synthetic { get; set; }

    /// <inheritdoc />
    public override AssetDefinition ApplyTo(AssetDefinition asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return new TableSpec { PartitionColumn = PartitionColumn, PartitionBy = PartitionBy, Key = Key, IsSynthetic = Synthetic }
            .ApplyTo(asset with { Checks = [.. SqlChecks.KeyChecks(Key), .. asset.Checks] });
    }
}
