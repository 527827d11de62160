using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Lakehouse.Tables;

/// <summary>An asset has partitions, but nobody said which column of its table tells them apart.</summary>
/// <param name="asset">The asset.</param>
public sealed class PartitionColumnMissingException(AssetKey asset) : InvalidOperationException(
    $"{asset} has partitions, but no partition column: say [Table(PartitionColumn = \"…\")], or -- @partition_column in a SQL model.");
