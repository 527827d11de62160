using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>A folder that has become a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="FileCount">How many files it has.</param>
/// <param name="SizeBytes">Their bytes.</param>
/// <param name="RowCount">Their rows.</param>
/// <param name="Schema">Its columns.</param>
/// <param name="PartitionColumns">Its partition columns.</param>
public sealed record ConvertResult(DeltaTable Table, int FileCount, long SizeBytes, long RowCount, StructType Schema,
    IReadOnlyList<string> PartitionColumns);
