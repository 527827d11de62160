using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Query;

/// <summary>A statement whose rows are to be written to a table.</summary>
/// <param name="Sql">The statement, a read.</param>
/// <param name="Table">The table's dotted name.</param>
public sealed record WriteQuery(string Sql, string Table)
{
    private static readonly Dictionary<string, string> _noProperties = [];

    /// <summary>A write of rows that the caller has, as they are.</summary>
    /// <param name="table">The table's dotted name.</param>
    public static WriteQuery ForRows(string table) => new("FROM rows", table);

    /// <summary>The table itself, if the caller has it; otherwise the catalog finds it by name.</summary>
    public DeltaTable? Target { get; init; }

    /// <summary>What happens to the rows that are there. Default: they stay.</summary>
    public WriteMode Mode { get; init; } = WriteMode.Append;

    /// <summary>The condition on the table's columns whose rows are replaced: <c>session = DATE '2024-05-01'</c>.</summary>
    public string? ReplaceWhere { get; init; }

    /// <summary>The columns by which <see cref="WriteMode.Merge"/> finds a row.</summary>
    public IReadOnlyList<string> MergeKeys { get; init; } = [];

    /// <summary>The columns a new table is partitioned by. An existing table keeps its own.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>How the statement reads: pins and parameters. A row limit does not apply.</summary>
    public QueryRequest Read { get; init; } = QueryRequest.Default;

    /// <summary>The commit's user metadata, engine and further parameters; operation and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }

    /// <summary>
    /// Asked for when the rows are written and the commit is due, in place of <see cref="Commit"/>: for what is known only
    /// after the rows were read.
    /// </summary>
    public Func<CommitOptions>? CommitWhenDue { get; init; }

    /// <summary>What columns mean, by name; kept in the schema of a table that is new or gets the statement's columns.</summary>
    public IReadOnlyDictionary<string, string> Comments { get; init; } = _noProperties;

    /// <summary>Whether a table that there is not is made, with the statement's columns. Default: yes.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>How the table's schema may change. Default: not at all.</summary>
    public SchemaEvolution SchemaEvolution { get; init; }

    /// <summary>Columns of a new table that may hold no nulls.</summary>
    public IReadOnlyList<string> RequiredColumns { get; init; } = [];

    /// <summary>Properties of a new table.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = _noProperties;

    /// <summary>The description of a new table.</summary>
    public string? Description { get; init; }

    /// <summary>A mark by which a writer that is started again knows that it has written: committed with the rows.</summary>
    public ApplicationTransaction? Application { get; init; }

    /// <summary>
    /// The columns that the statement's columns are for, by place; empty for all columns of the table, null in it for a
    /// column that gets its default. <see langword="null"/>: the statement's own names say it.
    /// </summary>
    internal IReadOnlyList<string?>? Places { get; init; }

    /// <summary>Where a table that is made lies, if its name does not say it.</summary>
    internal IObjectStore? Store { get; init; }

    /// <summary>All about the columns of a table that is made or made anew, where the statement's types do not say it all: in
    /// the statement's order. Comments and required columns are in it.</summary>
    internal StructType? Columns { get; init; }

    /// <summary>The columns that a new table is clustered by.</summary>
    internal IReadOnlyList<ColumnPath> ClusterBy { get; init; } = [];
}
