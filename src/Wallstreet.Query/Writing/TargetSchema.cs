using System.Globalization;
using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Writing;

/// <summary>The columns that a write gives its table, and how the statement's columns become them.</summary>
internal sealed class TargetSchema
{
    private readonly HashSet<string> _given;

    private TargetSchema(Metadata metadata, IEnumerable<string> given)
    {
        Metadata = metadata;
        Schema = metadata.Schema;
        Mapping = metadata.ColumnMapping;
        _given = new HashSet<string>(given, StringComparer.OrdinalIgnoreCase);
        HashSet<string> partitions = new(metadata.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        Partitions = [.. metadata.PartitionColumns.Select(name => Schema.Find(name)!)];
        Stored = [.. Schema.Fields.Where(field => !partitions.Contains(field.Name))];
        Measured = StatisticsColumns.Select(metadata).Where(column => !RowIdColumns.Are(metadata, column.Names[0])).ToHashSet();
    }

    /// <summary>The table's metadata once the rows are in it.</summary>
    public Metadata Metadata { get; }

    /// <summary>The columns that get statistics.</summary>
    public IReadOnlySet<ColumnPath> Measured { get; }

    public StructType Schema { get; }

    public ColumnMappingMode Mapping { get; }

    /// <summary>The columns that the statement brings.</summary>
    public IReadOnlyCollection<string> Given => _given;

    /// <summary>The columns that the files hold.</summary>
    public IReadOnlyList<StructField> Stored { get; }

    /// <summary>About how big a file may become before the next is begun; null for one file.</summary>
    public long? FileSizeBytes { get; set; }

    /// <summary>The columns that the log holds.</summary>
    public IReadOnlyList<StructField> Partitions { get; }

    /// <summary>Fits the statement's columns to a table, or makes a schema of them for a new one.</summary>
    /// <param name="columns">The statement's columns.</param>
    /// <param name="metadata">The table; <see langword="null"/> for a new one.</param>
    /// <param name="write">What the write allows.</param>
    public static TargetSchema Of(IReadOnlyList<StructField> columns, Metadata? metadata, WriteQuery write)
    {
        RequireDistinct(columns);
        if (metadata is null || write is { SchemaEvolution: SchemaEvolution.Replace, Mode: WriteMode.Overwrite })
        {
            return OfNew(columns, write, metadata);
        }

        StructType schema = SchemaMerge.Merge(
            metadata.Schema, columns, write.SchemaEvolution == SchemaEvolution.AddColumns, write.Table);
        var target = new TargetSchema(
            schema == metadata.Schema ? metadata : ColumnAlterations.Apply(metadata, schema),
            columns.Select(column => column.Name));
        target.RequireGiven(write.Table);
        return target;
    }

    /// <summary>A table's own columns, all of them given.</summary>
    public static TargetSchema Of(Metadata metadata) =>
        new(metadata, metadata.Schema.Fields.Select(static field => field.Name));

    /// <summary>The statement's columns as DuckDB describes them.</summary>
    public static IReadOnlyList<StructField> Describe(DuckDBCommand describe)
    {
        List<StructField> columns = [];
        using DuckDBDataReader reader = describe.ExecuteReader();
        while (reader.Read())
        {
            string name = reader.GetString(0);
            columns.Add(new StructField(name, DuckTypeReader.Read(reader.GetString(1), name)));
        }

        return columns;
    }

    /// <summary>The columns of change data: the table's, and what happened to the row.</summary>
    public TargetSchema WithChangeType()
    {
        var schema = new StructType([
            .. Schema.Fields.Where(field => !RowIdColumns.Are(Metadata, field.Name)),
            new StructField("_change_type", PrimitiveType.String)]);
        return new TargetSchema(Metadata.WithSchema(schema), schema.Fields.Select(static field => field.Name));
    }

    /// <summary>Selects the table's columns, by the names users see, from a query with the statement's columns.</summary>
    public string Project(string query) => Project(query, _given.Contains);

    /// <summary>Selects the table's columns from rows that the table held already.</summary>
    public string ProjectExisting(string query, StructType existing) =>
        Project(query, name => existing.Find(name) is not null);

    private string Project(string query, Func<string, bool> isGiven)
    {
        IEnumerable<string> columns = Schema.Fields.Select(
            field => $"CAST({(isGiven(field.Name) ? "q." + SqlText.Name(field.Name) : "NULL")} AS "
                + $"{DuckTypes.Name(field.Type)}) AS {SqlText.Name(field.Name)}");
        return $"SELECT {string.Join(", ", columns)} FROM ({query}\n) AS q";
    }

    private static TargetSchema OfNew(IReadOnlyList<StructField> columns, WriteQuery write, Metadata? replaced)
    {
        HashSet<string> required = new(write.RequiredColumns, StringComparer.OrdinalIgnoreCase);
        var schema = new StructType([.. columns.Select(column =>
            Commented(column, write.Comments) with { Nullable = !required.Contains(column.Name) })]);
        foreach (string name in write.PartitionBy.Concat(write.RequiredColumns))
        {
            if (schema.Find(name) is null)
            {
                throw new SchemaMismatchException(
                    $"The table {write.Table} cannot be made with the column {name}, as the statement has none of that "
                    + $"name. It has {string.Join(", ", columns.Select(column => column.Name))}.");
            }
        }

        if (columns.Count == write.PartitionBy.Count)
        {
            throw new SchemaMismatchException(
                $"All columns of {write.Table} would be partition columns. A table needs one that is not.");
        }

        Metadata metadata = replaced ?? new Metadata("new", SchemaJson.Write(schema)) { Configuration = write.Properties };
        if (replaced is not null)
        {
            metadata = metadata with
            {
                Description = write.Description ?? metadata.Description,
                Configuration = metadata.Configuration.Concat(write.Properties)
                    .GroupBy(static pair => pair.Key).ToDictionary(static group => group.Key, static group => group.Last().Value),
            };
        }

        metadata = metadata with { PartitionColumns = [.. write.PartitionBy.Select(name => schema.Find(name)!.Name)] };
        return new TargetSchema(ColumnAlterations.Apply(metadata, schema), columns.Select(column => column.Name));
    }

    private static StructField Commented(StructField column, IReadOnlyDictionary<string, string> comments) =>
        comments.TryGetValue(column.Name, out string? comment) ? column.WithComment(comment) : column;

    private void RequireGiven(string table)
    {
        string[] missing = [.. Schema.Fields.Where(field => !field.Nullable && !_given.Contains(field.Name) && !ColumnRules.IsFilled(field))
            .Select(field => field.Name)];
        if (missing.Length > 0)
        {
            throw new SchemaMismatchException(
                $"The statement lacks {string.Join(", ", missing)}, where the table {table} allows no nulls.");
        }
    }

    public static void RequireDistinct(IReadOnlyList<StructField> columns)
    {
        IGrouping<string, StructField>? twice = columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any());
        if (twice is not null)
        {
            throw new SchemaMismatchException(string.Create(CultureInfo.InvariantCulture,
                $"The statement has {twice.Count()} columns named {twice.Key}. Give each a name of its own with AS."));
        }
    }
}
