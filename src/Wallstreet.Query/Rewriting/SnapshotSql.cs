using System.Globalization;
using System.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;

namespace Wallstreet.Query.Rewriting;

/// <summary>
/// Writes the query that reads the files of a snapshot as one table. Column names, types and partition values are the
/// log's: what the files' folders are called, or which columns an old file lacks, changes nothing.
/// </summary>
internal static class SnapshotSql
{
    /// <summary>
    /// Up to how many files partition values come from a list by the file's number, which DuckDB prunes by; beyond,
    /// the list costs more than a join.
    /// </summary>
    private const int ListedFilesMax = 256;

    /// <summary>The query, in brackets, for use in a FROM.</summary>
    /// <param name="metadata">The table's schema, partitioning and column mapping.</param>
    /// <param name="files">The files to read with the local path of each.</param>
    /// <param name="rowCount">How many rows they have, if that is known.</param>
    /// <param name="deletedRows">By which number the files' deletion vectors are held, if any has one.</param>
    /// <param name="fileColumns">Whether the file's number and the row's place in it come along, for rewriting.</param>
    /// <param name="onlyRows">By which number vectors of the only rows to read are held, if not all are.</param>
    public static string Write(
        Metadata metadata, IReadOnlyList<LocalFile> files, long? rowCount, long? deletedRows, bool fileColumns = false,
        long? onlyRows = null)
    {
        var builder = new StringBuilder("(SELECT ");
        ColumnMappingMode mapping = metadata.ColumnMapping;
        HashSet<string> partitionNames = new(metadata.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        StructField[] partitions = [.. metadata.Schema.Fields.Where(field => partitionNames.Contains(field.Name))];
        StructField[] stored = [.. metadata.Schema.Fields.Where(field => !partitionNames.Contains(field.Name))];
        if (files.Count == 0)
        {
            builder.AppendJoin(", ", metadata.Schema.Fields.Select(
                field => $"CAST(NULL AS {DuckTypes.Name(field.Type)}) AS {SqlText.Name(field.Name)}"));
            return builder.Append(fileColumns ? $", 0::UBIGINT AS {RowPlace.File}, 0::BIGINT AS {RowPlace.Row}" : "").Append(" WHERE false)").ToString();
        }

        bool joined = files.Count > ListedFilesMax && partitions.Any(field => Values(field, files, mapping).Skip(1).Any());
        bool uniform = UniformFiles.Are(stored, mapping, files);
        IEnumerable<string> columns = metadata.Schema.Fields.Select(field => Array.IndexOf(stored, field) is >= 0 and int i
            ? $"{Stored(field, i, uniform)} AS {SqlText.Name(field.Name)}"
            : $"{Constant(field, files, mapping, joined, Array.IndexOf(partitions, field))} AS {SqlText.Name(field.Name)}");
        builder.AppendJoin(", ", columns).Append(fileColumns ? $", f.file_index AS {RowPlace.File}, f.file_row_number AS {RowPlace.Row}" : "");
        AppendFiles(builder, files, uniform ? [] : stored, mapping, rowCount);
        if (joined)
        {
            AppendJoin(builder, partitions, files, mapping);
        }

        string[] conditions = [.. Conditions(deletedRows, onlyRows)];
        if (conditions.Length > 0)
        {
            builder.Append(" WHERE ").AppendJoin(" AND ", conditions);
        }

        return builder.Append(')').ToString();
    }

    private static IEnumerable<string> Conditions(long? deletedRows, long? onlyRows)
    {
        if (onlyRows is { } only)
        {
            yield return "NOT " + Alive(only);
        }

        if (deletedRows is { } deleted)
        {
            yield return Alive(deleted);
        }
    }

    private static string Alive(long number) => string.Create(CultureInfo.InvariantCulture,
        $"{AliveFunction.Name}({number}::BIGINT, f.file_index, f.file_row_number)");

    private static string Stored(StructField field, int position, bool uniform) => uniform
        ? $"CAST(f.{SqlText.Name(field.Name)} AS {DuckTypes.Name(field.Type)})"
        : string.Create(CultureInfo.InvariantCulture, $"f.c{position}");

    private static void AppendFiles(StringBuilder builder, IReadOnlyList<LocalFile> files, StructField[] stored,
        ColumnMappingMode mapping, long? rowCount)
    {
        builder.Append(" FROM read_parquet(").AppendList(files.Select(file => SqlText.Text(GlobText.Escape(file.Path))));
        if (stored.Length > 0)
        {
            builder.Append(", schema = MAP {");
            builder.AppendJoin(", ", stored.Select((field, i) => string.Create(CultureInfo.InvariantCulture,
                $"{Key(field, mapping)}: {{name: 'c{i}', type: {SqlText.Text(DuckTypes.Name(field.Type))}, default_value: NULL}}")));
            builder.Append('}');
        }

        if (rowCount is > 0)
        {
            builder.Append(CultureInfo.InvariantCulture, $", explicit_cardinality = {rowCount.Value}");
        }

        builder.Append(", hive_partitioning = false) AS f");
    }

    private static void AppendJoin(
        StringBuilder builder, StructField[] partitions, IReadOnlyList<LocalFile> files, ColumnMappingMode mapping)
    {
        builder.Append(" JOIN (SELECT i");
        for (int column = 0; column < partitions.Length; column++)
        {
            builder.Append(CultureInfo.InvariantCulture, $", {Cast(partitions[column], $"v{column}")} AS p{column}");
        }

        builder.Append(" FROM (VALUES ");
        builder.AppendJoin(",", files.Select((file, i) => $"({SqlText.Number(i)}::UBIGINT"
            + string.Concat(partitions.Select(field => "," + RawText(Raw(field, file, mapping)))) + ")"));
        builder.Append(") AS v(i");
        for (int column = 0; column < partitions.Length; column++)
        {
            builder.Append(CultureInfo.InvariantCulture, $", v{column}");
        }

        builder.Append(")) AS p ON p.i = f.file_index");
    }

    private static string Constant(
        StructField field, IReadOnlyList<LocalFile> files, ColumnMappingMode mapping, bool joined, int position)
    {
        if (joined)
        {
            return string.Create(CultureInfo.InvariantCulture, $"p.p{position}");
        }

        string?[] distinct = [.. Values(field, files, mapping).Take(2)];
        if (distinct.Length == 1)
        {
            return Cast(field, RawText(distinct[0]));
        }

        IEnumerable<string> values = files.Select(file => Cast(field, RawText(Raw(field, file, mapping))));
        return new StringBuilder().AppendList(values).Append("[(f.file_index + 1)::BIGINT]").ToString();
    }

    private static IEnumerable<string?> Values(
        StructField field, IReadOnlyList<LocalFile> files, ColumnMappingMode mapping) =>
        files.Select(file => Raw(field, file, mapping)).Distinct();

    private static string? Raw(StructField field, LocalFile file, ColumnMappingMode mapping)
    {
        // The protocol: an empty text is a null, for every type.
        return file.Add.PartitionValues.TryGetValue(field.GetPhysicalName(mapping), out string? value)
            && !string.IsNullOrEmpty(value) ? value : null;
    }

    private static string RawText(string? raw) => raw is null ? "NULL::VARCHAR" : SqlText.Text(raw);

    private static string Cast(StructField field, string value) =>
        field.Type is PrimitiveType { Kind: PrimitiveKind.Binary }
            ? $"encode({value})"
            : $"CAST({value} AS {DuckTypes.Name(field.Type)})";

    private static string Key(StructField field, ColumnMappingMode mapping) =>
        mapping == ColumnMappingMode.Id && field.MappedId is { } id
            ? id.ToString(CultureInfo.InvariantCulture)
            : SqlText.Text(field.GetPhysicalName(mapping));
}
