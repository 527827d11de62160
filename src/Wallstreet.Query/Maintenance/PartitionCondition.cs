using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Pruning;

namespace Wallstreet.Query.Maintenance;

/// <summary>Reads a condition that may only be about partition columns, because whole files are chosen by it.</summary>
internal static class PartitionCondition
{
    private const string Prefix = "SELECT 1 FROM t WHERE ";
    private static readonly Dictionary<string, object?> _noParameters = [];

    /// <exception cref="SqlSyntaxException">It is wrong, or about other columns.</exception>
    public static Predicate Read(string condition, Snapshot snapshot, DuckHost host)
    {
        SqlAnalysis analysis;
        using (DuckLease lease = host.Rent([]))
        {
            try
            {
                analysis = SqlParser.Parse(lease.Connection, $"{Prefix}(\n{condition}\n)");
            }
            catch (SqlSyntaxException error)
            {
                throw new SqlSyntaxException(Math.Max(error.Line - 1, 0), error.Column,
                    $"The condition of OPTIMIZE is wrong: {error.Problem}", error.Hint, error);
            }
        }

        JsonElement? where = analysis.Tree?.Root.Child("node")?.Child("where_clause");
        if (where is null || analysis.References.Count != 1 || analysis.Parameters.Count > 0)
        {
            throw Wrong(snapshot);
        }

        (Predicate? predicate, bool exact) = new PredicateReader(snapshot.Schema, _noParameters, ["t"], alone: true)
            .Read(where.Value);
        return exact && predicate is not null && predicate.Columns.All(column => IsPartition(column, snapshot))
            ? predicate
            : throw Wrong(snapshot);
    }

    private static bool IsPartition(ColumnPath column, Snapshot snapshot) => column.Names.Count == 1
        && snapshot.PartitionColumns.Contains(column.Names[0], StringComparer.OrdinalIgnoreCase);

    private static SqlSyntaxException Wrong(Snapshot snapshot) => new(1, 1,
        "The condition of OPTIMIZE must compare partition columns with values, because whole files are chosen by it; the "
        + (snapshot.PartitionColumns.Count == 0
            ? "table has none."
            : $"table has {string.Join(", ", snapshot.PartitionColumns)}."),
        snapshot.PartitionColumns.Count == 0 ? "Leave it out." : $"Write something like {snapshot.PartitionColumns[0]} >= 'value'.");
}
