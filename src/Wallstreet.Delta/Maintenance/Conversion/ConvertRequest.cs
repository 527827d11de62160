using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>How a folder of Parquet files becomes a table.</summary>
public sealed record ConvertRequest
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>The partition columns with their types; null to take them from the folders' names, as whole numbers, dates
    /// or text.</summary>
    public StructType? PartitionSchema { get; init; }

    /// <summary>Whether bounds and null counts are taken from the files; row counts always are.</summary>
    public bool CollectsStatistics { get; init; } = true;

    /// <summary>The table's properties.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = _none;

    /// <summary>The table's name.</summary>
    public string? Name { get; init; }

    /// <summary>User metadata and engine of the commit; operation, parameters and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }
}
