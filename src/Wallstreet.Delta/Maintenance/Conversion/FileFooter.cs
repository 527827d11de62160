using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>What a Parquet file says of itself.</summary>
/// <param name="Schema">Its columns.</param>
/// <param name="RowCount">Its rows.</param>
/// <param name="Columns">What it knows of the values of leaf columns.</param>
internal sealed record FileFooter(StructType Schema, long RowCount, IReadOnlyList<LeafFacts> Columns);
