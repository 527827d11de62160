namespace Wallstreet.Delta.Actions;

/// <summary>A file with changed rows, for the change data feed. Protocol section "Add CDC File".</summary>
/// <param name="Path">The file's path as the log has it.</param>
/// <param name="PartitionValues">The partition's values, by physical column name.</param>
/// <param name="SizeBytes">The file's size.</param>
public sealed record AddCdcFile(string Path, IReadOnlyDictionary<string, string?> PartitionValues, long SizeBytes);
