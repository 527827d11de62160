namespace Wallstreet.Query.Writing.Staging;

/// <summary>A Parquet file that DuckDB has written, not yet part of a table.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="RowCount">Its rows.</param>
/// <param name="SizeBytes">Its bytes.</param>
/// <param name="Columns">By column path in DuckDB's writing, what DuckDB knows of the values.</param>
/// <param name="PartitionValues">By column name the partition's values in DuckDB's writing.</param>
internal sealed record StagedFile(string Path, long RowCount, long SizeBytes,
    IReadOnlyDictionary<string, Dictionary<string, string>> Columns,
    IReadOnlyDictionary<string, string?> PartitionValues);
