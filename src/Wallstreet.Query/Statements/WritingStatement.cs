using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;

namespace Wallstreet.Query.Statements;

/// <summary>A statement that writes, read but not carried out.</summary>
/// <param name="Target">The table that it names.</param>
internal abstract record WritingStatement(TargetName Target);

/// <summary><c>DELETE FROM</c>, <c>UPDATE</c> or <c>MERGE INTO</c>.</summary>
internal sealed record RowStatement(TargetName Target, TableCommand Command) : WritingStatement(Target);

/// <summary><c>INSERT</c>.</summary>
/// <param name="Target">The table that it names.</param>
/// <param name="Query">The rows, as a statement that reads; what stood before is blank, so that places stay what they are.</param>
/// <param name="Mode">What becomes of the rows that are there.</param>
internal sealed record InsertStatement(TargetName Target, string Query, WriteMode Mode) : WritingStatement(Target)
{
    /// <summary>
    /// The columns that the rows' values are for, by place; null for a place whose value is the column's default. Empty for
    /// all columns of the table in order; <see langword="null"/> if the rows' own names say it.
    /// </summary>
    public IReadOnlyList<string?>? Columns { get; init; } = [];

    /// <summary>The condition of <c>REPLACE WHERE</c>.</summary>
    public string? ReplaceWhere { get; init; }

    /// <summary>The columns of <c>INSERT OVERWRITE … PARTITION (…)</c>.</summary>
    public IReadOnlyList<string> Partition { get; init; } = [];
}

/// <summary><c>CREATE TABLE</c>.</summary>
/// <param name="Target">The table that it names.</param>
internal sealed record CreateStatement(TargetName Target) : WritingStatement(Target)
{
    /// <summary>The rows, as a statement that reads; <see langword="null"/> for a table without.</summary>
    public string? Query { get; init; }

    /// <summary>The columns, where there is no query.</summary>
    public IReadOnlyList<StructField> Columns { get; init; } = [];

    /// <summary>Whether a table that is there is replaced.</summary>
    public bool OrReplace { get; init; }

    /// <summary>Whether a table that is there is left alone.</summary>
    public bool IfNotExists { get; init; }

    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    public IReadOnlyList<ColumnPath> ClusterBy { get; init; } = [];

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public string? Comment { get; init; }
}
