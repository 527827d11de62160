using System.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.ChangeData;

/// <summary>Writes the query that reads files of changes as one table. What is the same in all rows of a file (its
/// version, its time, mostly what happened) is read like a partition value, so that DuckDB leaves files out by it.</summary>
internal static class ChangesSql
{
    private const string Type = "_change_type";
    private const string MappingMode = "delta.columnMapping.mode";
    private static readonly string[] _constants = ["_commit_version", "_commit_timestamp"];

    /// <summary>Joins the queries over groups of files, in brackets.</summary>
    public static string Union(IReadOnlyList<string> parts) => parts.Count == 1
        ? parts[0]
        : "(" + string.Join(" UNION ALL ", parts.Select(static part => "FROM " + part)) + ")";

    /// <summary>The metadata under which a group of files is read: what is constant counts as a partition column.</summary>
    public static Metadata MetadataOf(ChangePlan plan, bool recorded)
    {
        Metadata table = plan.Snapshot.Metadata;
        Metadata changes = table.WithSchema(plan.Schema);
        Dictionary<string, string> properties = new(changes.Configuration, StringComparer.Ordinal);
        if (recorded && table.ColumnMapping == ColumnMappingMode.Id)
        {
            // The column that says what happened has no id; names in files are unique in this mode too.
            properties[MappingMode] = "name";
        }

        return changes with
        {
            Configuration = properties,
            PartitionColumns = [.. table.PartitionColumns, .. _constants, .. recorded ? [] : new[] { Type }],
        };
    }

    /// <summary>Files of change data say themselves what happened to each row; one that does not is no such file.</summary>
    public static string Checked(string recorded) => new StringBuilder("(SELECT * REPLACE (coalesce(")
        .Append(Type)
        .Append(", error('A file of change data has rows without _change_type, so what happened to them cannot be told. "
            + "It is damaged; restore it from a backup.')) AS ")
        .Append(Type).Append(") FROM ").Append(recorded).Append(')').ToString();
}
