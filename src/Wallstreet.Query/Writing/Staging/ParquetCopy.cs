using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>Writes the rows of a query to Parquet files with DuckDB's COPY, which also counts and measures them.</summary>
internal static class ParquetCopy
{
    private const string Options = "FORMAT parquet, COMPRESSION zstd, RETURN_STATS";

    /// <summary>Writes a query with the target's columns into files below a folder; no file for no rows.</summary>
    public static async Task<IReadOnlyList<StagedFile>> RunAsync(DuckLease lease, string query, TargetSchema target,
        string directory, CopyContext context, CancellationToken cancellationToken, string kind = "part")
    {
        string path = target.Partitions.Count == 0 && context.FileSizeBytes is null
            ? Path.Combine(directory, $"{kind}-00000-{Guid.NewGuid()}.zstd.parquet")
            : directory;
        Directory.CreateDirectory(directory);
        string sql = $"COPY ({Select(query, target)}) TO {SqlText.Text(path)} ({OptionsFor(target, context.FileSizeBytes, kind)})";
        using DuckDBCommand command = DuckStatement.Create(lease.Connection, sql, context.Parameters);
        IReadOnlyList<StagedFile> files = await DuckStatement.RunAsync(
            command, context.Clock, () => Read(command), context.Statement, cancellationToken).ConfigureAwait(false);
        return [.. files.Where(static file => file.RowCount > 0).Select(file => WithVariants(file, target))];
    }

    /// <summary>DuckDB lets every column be null; the parts of variants may not be, for other readers.</summary>
    private static StagedFile WithVariants(StagedFile file, TargetSchema target)
    {
        if (!target.HoldsVariants)
        {
            return file;
        }

        string plain = file.Path + ".plain";
        VariantFiles.WritePlain(file.Path, plain, target.Stored);
        File.Move(plain, file.Path, overwrite: true);
        return file with { SizeBytes = new FileInfo(file.Path).Length };
    }

    /// <summary>The stored columns under the names that the files use, then the partition columns.</summary>
    private static string Select(string query, TargetSchema target)
    {
        IEnumerable<string> stored = target.Stored.Select(
            field => $"{PhysicalSql.Value(field.Type, $"r.{SqlText.Name(field.Name)}", target.Mapping)} AS "
                + SqlText.Name(field.GetPhysicalName(target.Mapping)));
        // The log takes an empty text for a null, so it is made one here too.
        IEnumerable<string> partitions = target.Partitions.Select(field => field.Type == PrimitiveType.String
            ? $"nullif(r.{SqlText.Name(field.Name)}, '') AS {SqlText.Name(field.Name)}"
            : $"r.{SqlText.Name(field.Name)}");
        return $"SELECT {string.Join(", ", stored.Concat(partitions))} FROM ({query}) AS r";
    }

    private static string OptionsFor(TargetSchema target, long? fileSizeBytes, string kind)
    {
        var options = new StringBuilder(Options);
        if (target.Mapping != ColumnMappingMode.None)
        {
            options.Append(", FIELD_IDS ").Append(PhysicalSql.FieldIds(target.Stored, target.Mapping));
        }

        if (fileSizeBytes is { } size)
        {
            options.Append(CultureInfo.InvariantCulture, $", FILE_SIZE_BYTES {size}, OVERWRITE_OR_IGNORE")
                .Append(CultureInfo.InvariantCulture, $", FILENAME_PATTERN '{kind}-00000-{{uuid}}.zstd'");
        }

        if (target.Partitions.Count > 0)
        {
            options.Append(CultureInfo.InvariantCulture,
                $", OVERWRITE_OR_IGNORE, FILENAME_PATTERN '{kind}-00000-{{uuid}}.zstd', PARTITION_BY (")
                .AppendJoin(", ", target.Partitions.Select(field => SqlText.Name(field.Name))).Append(')');
        }

        return options.ToString();
    }

    private static List<StagedFile> Read(DuckDBCommand command)
    {
        List<StagedFile> files = [];
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            files.Add(new StagedFile(
                reader.GetString(0),
                Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture),
                Convert.ToInt64(reader.GetValue(2), CultureInfo.InvariantCulture),
                (Dictionary<string, Dictionary<string, string>>)reader.GetValue(4),
                reader.IsDBNull(5) ? [] : ReadPartition(reader.GetValue(5))));
        }

        return files;
    }

    private static Dictionary<string, string?> ReadPartition(object value) =>
        ((Dictionary<string, string?>)value).ToDictionary(StringComparer.OrdinalIgnoreCase);
}
