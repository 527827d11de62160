using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta;

/// <summary>What a new table is to be.</summary>
/// <param name="Schema">The columns, partition columns included.</param>
public sealed record TableDefinition(StructType Schema)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>The partition columns in order.</summary>
    public IReadOnlyList<string> PartitionColumns { get; init; } = [];

    /// <summary>The columns that the table is clustered by, those in structs too. Protocol section "Clustered Table".</summary>
    public IReadOnlyList<ColumnPath> ClusterBy { get; init; } = [];

    /// <summary>The table's properties, such as <c>delta.appendOnly</c>. Those that begin with <c>delta.</c> must be known, the
    /// others are free; <c>delta.feature.NAME = supported</c> gives the table a feature.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = _none;

    /// <summary>The table's name.</summary>
    public string? Name { get; init; }

    /// <summary>What the table is.</summary>
    public string? Description { get; init; }

    /// <summary>Files that are there already and make the first version's rows, so that the table comes into being with
    /// them or not at all. With column mapping, the columns must have their ids and physical names already.</summary>
    public IReadOnlyList<AddFile> Files { get; init; } = [];

    /// <summary>Whether the caller has held every row of <see cref="Files"/> against the table's rules. Without it, a table
    /// with CHECK constraints, invariants, generated or identity columns is created without rows only.</summary>
    public bool RulesChecked { get; init; }

    /// <summary>How far an application has got with the first version, or <see langword="null"/>.</summary>
    public ApplicationTransaction? Application { get; init; }
}
