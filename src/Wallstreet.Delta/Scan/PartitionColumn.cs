using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Scan;

/// <summary>A column whose value is the same in every row of a file, and is kept in the log.</summary>
/// <param name="Name">The name users see.</param>
/// <param name="PhysicalName">The name in the log.</param>
/// <param name="Type">The type.</param>
public sealed record PartitionColumn(string Name, string PhysicalName, DeltaType Type);
