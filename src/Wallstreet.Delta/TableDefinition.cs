using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta;

/// <summary>What a new table is to be.</summary>
/// <param name="Schema">The columns, partition columns included.</param>
public sealed record TableDefinition(StructType Schema)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>The partition columns in order.</summary>
    public IReadOnlyList<string> PartitionColumns { get; init; } = [];

    /// <summary>The table's properties, such as <c>delta.appendOnly</c>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = _none;

    /// <summary>The table's name.</summary>
    public string? Name { get; init; }

    /// <summary>What the table is.</summary>
    public string? Description { get; init; }
}
