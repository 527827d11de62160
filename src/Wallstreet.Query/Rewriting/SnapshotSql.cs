using System.Globalization;
using System.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;

namespace Wallstreet.Query.Rewriting;

/// <summary>
/// Writes the query that reads the files of a snapshot as one table. Column names, types and partition values are the
/// log's: what the files' folders are called, or which columns an old file lacks, changes nothing. Files whose columns
/// differ so that DuckDB cannot read them together are read apart.
/// </summary>
internal static class SnapshotSql
{
    /// <summary>The query, in brackets, for use in a FROM.</summary>
    /// <param name="metadata">The table's schema, partitioning and column mapping.</param>
    /// <param name="files">The files to read with the local path of each.</param>
    /// <param name="rowCount">How many rows they have, if that is known.</param>
    /// <param name="deletedRows">By which number the files' deletion vectors are held, if any has one.</param>
    /// <param name="fileColumns">Whether the file's number and the row's place in it come along, for rewriting.</param>
    /// <param name="onlyRows">By which number vectors of the only rows to read are held, if not all are.</param>
    /// <param name="keepsVariants">Whether variants keep their bytes, to be written again, or are JSON text.</param>
    public static string Write(
        Metadata metadata, IReadOnlyList<LocalFile> files, long? rowCount, long? deletedRows, bool fileColumns = false,
        long? onlyRows = null, bool keepsVariants = false)
    {
        if (files.Count == 0)
        {
            string place = fileColumns ? $", 0::UBIGINT AS {RowPlace.File}, 0::BIGINT AS {RowPlace.Row}" : "";
            return $"(SELECT {NullColumns.Write(metadata.Schema.Fields, keepsVariants)}{place} WHERE false)";
        }

        HashSet<string> partitionNames = new(metadata.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        StructField[] stored = [.. metadata.Schema.Fields.Where(field => !partitionNames.Contains(field.Name))];
        FileGroup[] groups = FileGroup.Divide(stored, metadata.ColumnMapping, files);
        var builder = new StringBuilder("(");
        for (int index = 0; index < groups.Length; index++)
        {
            var group = new GroupSql(metadata, stored, groups[index], keepsVariants);
            builder.Append(index == 0 ? "SELECT " : " UNION ALL SELECT ").AppendJoin(", ", group.Columns())
                .Append(fileColumns ? $", {group.FileNumber} AS {RowPlace.File}, f.file_row_number AS {RowPlace.Row}" : "");
            group.AppendFiles(builder, groups.Length == 1 ? rowCount : null);
            string[] conditions = [.. Conditions(group, deletedRows, onlyRows)];
            _ = conditions.Length > 0 ? builder.Append(" WHERE ").AppendJoin(" AND ", conditions) : builder;
        }

        return builder.Append(')').ToString();
    }

    private static IEnumerable<string> Conditions(GroupSql group, long? deletedRows, long? onlyRows)
    {
        if (onlyRows is { } only)
        {
            yield return "NOT " + Alive(group, only);
        }

        if (deletedRows is { } deleted)
        {
            yield return Alive(group, deleted);
        }
    }

    private static string Alive(GroupSql group, long number) => string.Create(CultureInfo.InvariantCulture,
        $"{AliveFunction.Name}({number}::BIGINT, {group.FileNumber}, f.file_row_number)");
}
