using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>What in a table speaks of a column, and would break without it.</summary>
internal static class ColumnReferences
{
    public const string ConstraintPrefix = "delta.constraints.";
    public const string GenerationKey = "delta.generationExpression";
    public const string InvariantKey = "delta.invariants";

    /// <summary>Refuses a change of a column that an expression of the table speaks of.</summary>
    /// <exception cref="SchemaMismatchException">One does.</exception>
    public static void RequireNoExpression(Metadata metadata, ColumnPath path, string verb)
    {
        if (FindExpressions(metadata).FirstOrDefault(found => Mentions(found.Expression, path)) is { Who: { } who } reference)
        {
            throw new SchemaMismatchException(
                $"The column '{path}' cannot be {verb}: the table's {who} speaks of it ({reference.Expression}). "
                + "Drop that first.");
        }
    }

    /// <summary>Refuses to take away a column by which the table's files are laid out.</summary>
    /// <exception cref="SchemaMismatchException">They are.</exception>
    public static void RequireNoLayout(Snapshot snapshot, ColumnPath path)
    {
        if (path.Names.Count == 1 && snapshot.PartitionColumns.Contains(path.Names[0], StringComparer.OrdinalIgnoreCase))
        {
            throw new SchemaMismatchException(
                $"The column '{path}' cannot be dropped: the table is partitioned by it. Write the table anew without it.");
        }

        if (ClusteringColumns.Find(snapshot)?.Any(column => IsWithin(column, path)) == true)
        {
            throw new SchemaMismatchException(
                $"The column '{path}' cannot be dropped: the table is clustered by it. Cluster it by other columns first.");
        }
    }

    /// <summary>Whether a column is another one or lies within it.</summary>
    public static bool IsWithin(ColumnPath column, ColumnPath outer) =>
        column.Names.Count >= outer.Names.Count
        && new ColumnPath(column.Names.Take(outer.Names.Count)) == outer;

    private static IEnumerable<(string Who, string Expression)> FindExpressions(Metadata metadata)
    {
        foreach ((string key, string expression) in metadata.Configuration)
        {
            if (key.StartsWith(ConstraintPrefix, StringComparison.OrdinalIgnoreCase))
            {
                yield return ($"CHECK constraint '{key[ConstraintPrefix.Length..]}'", expression);
            }
        }

        foreach (StructField field in Transactions.ProtocolGate.AllFields(metadata.Schema))
        {
            if (field.FindText(GenerationKey) is { } generation)
            {
                yield return ($"generated column '{field.Name}'", generation);
            }

            if (field.FindText(InvariantKey) is { } invariant)
            {
                yield return ($"invariant of the column '{field.Name}'", TextOf(invariant));
            }
        }
    }

    private static string TextOf(string invariant)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(invariant);
            return document.RootElement.GetProperty("expression").GetProperty("expression").GetString() ?? invariant;
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return invariant;
        }
    }

    private static bool Mentions(string expression, ColumnPath path)
    {
        IReadOnlySet<string> names = ExpressionNames.Find(expression);
        return path.Names.All(name => name is "element" or "key" or "value" || names.Contains(name));
    }
}
