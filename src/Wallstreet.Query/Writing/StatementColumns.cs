using System.Globalization;
using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Writing;

/// <summary>The columns that a statement gives, fitted to the table that they are for, or to the one that is made of them.
/// </summary>
internal sealed class StatementColumns
{
    private readonly HashSet<string> _given;

    private StatementColumns(Metadata metadata, Protocol? protocol, IEnumerable<StructField> columns)
    {
        Target = TargetSchema.Of(metadata);
        Protocol = protocol;
        _given = columns.Select(static column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All columns of the table.</summary>
    public TargetSchema Target { get; }

    /// <summary>The table's protocol with the features that the write's properties give it; <see langword="null"/> for a table
    /// that is new.</summary>
    public Protocol? Protocol { get; }

    /// <summary>The names of those that the statement gives.</summary>
    public IReadOnlyCollection<string> Given => _given;

    /// <summary>The columns of a statement, as DuckDB describes them.</summary>
    /// <exception cref="QueryFailedException">No table can hold one of them.</exception>
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

    /// <summary>Fits columns to a table, or makes a schema of them for a new one.</summary>
    /// <param name="columns">The statement's columns.</param>
    /// <param name="table">The table; <see langword="null"/> for a new one.</param>
    /// <param name="write">What the write allows.</param>
    /// <exception cref="SchemaMismatchException">They do not fit.</exception>
    /// <exception cref="TablePropertyException">A property is not known, or cannot have its value.</exception>
    public static StatementColumns Fit(IReadOnlyList<StructField> columns, Snapshot? table, WriteQuery write)
    {
        RequireDistinct(columns);
        if (table is null)
        {
            StructType schema = SchemaOf(columns, write);
            return new StatementColumns(
                Make(new Metadata("new", SchemaJson.Write(schema)) { Configuration = write.Properties }, schema, write), null, columns);
        }

        if (write is { SchemaEvolution: SchemaEvolution.Replace, Mode: WriteMode.Overwrite })
        {
            Alteration properties = PropertyAlterations.Set(table, write.Properties);
            Metadata replaced = properties.Metadata with { Description = write.Description ?? table.Metadata.Description };
            return new StatementColumns(Make(replaced, SchemaOf(columns, write), write), properties.Protocol, columns);
        }

        return new StatementColumns(Extend(columns, table.Metadata, write), table.Protocol, columns);
    }

    /// <exception cref="SchemaMismatchException">Two columns have one name.</exception>
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

    /// <summary>Selects the table's columns, by the names users see, from a query with the statement's.</summary>
    public string Project(string query) => Target.Project(query, _given.Contains);

    private static Metadata Extend(IReadOnlyList<StructField> columns, Metadata table, WriteQuery write)
    {
        StructType schema = SchemaMerge.Merge(
            table.Schema, columns, write.SchemaEvolution == SchemaEvolution.AddColumns, write.Table);
        string[] missing = [.. schema.Fields.Where(field => !field.Nullable && !ColumnRules.IsFilled(field)
            && !columns.Any(column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(static field => field.Name)];
        if (missing.Length > 0)
        {
            throw new SchemaMismatchException(
                $"The statement lacks {string.Join(", ", missing)}, where the table {write.Table} allows no nulls.");
        }

        RequireJson(columns, schema, write.Table);
        return schema == table.Schema ? table : ColumnAlterations.Apply(table, schema);
    }

    /// <summary>Numbers and the like would become variants by chance of how they are written.</summary>
    private static void RequireJson(IReadOnlyList<StructField> columns, StructType schema, string table)
    {
        foreach (StructField given in columns)
        {
            if (schema.Find(given.Name)?.Type == PrimitiveType.Variant && given.Type != PrimitiveType.Variant
                && given.Type != PrimitiveType.String)
            {
                throw new SchemaMismatchException(
                    $"The column {given.Name} of {table} holds variants, and the statement gives {given.Type.DisplayName}. Give JSON "
                    + "text, parse_json(text), or to_json(value).");
            }
        }
    }

    /// <summary>The schema of a table that is made, or made anew, of a statement's columns.</summary>
    private static StructType SchemaOf(IReadOnlyList<StructField> columns, WriteQuery write)
    {
        if (write.Columns is { } written)
        {
            return written;
        }

        HashSet<string> required = new(write.RequiredColumns, StringComparer.OrdinalIgnoreCase);
        return new StructType([.. columns.Select(column =>
            Commented(column, write.Comments) with { Nullable = !required.Contains(column.Name) })]);
    }

    private static Metadata Make(Metadata metadata, StructType schema, WriteQuery write)
    {
        foreach (string name in write.PartitionBy.Concat(write.RequiredColumns))
        {
            if (schema.Find(name) is null)
            {
                throw new SchemaMismatchException(
                    $"The table {write.Table} cannot be made with the column {name}, as the statement has none of that "
                    + $"name. It has {string.Join(", ", schema.Fields.Select(static column => column.Name))}.");
            }
        }

        if (schema.Fields.Count == write.PartitionBy.Count)
        {
            throw new SchemaMismatchException(
                $"All columns of {write.Table} would be partition columns. A table needs one that is not.");
        }

        return ColumnAlterations.Apply(
            metadata with { PartitionColumns = [.. write.PartitionBy.Select(name => schema.Find(name)!.Name)] }, schema);
    }

    private static StructField Commented(StructField column, IReadOnlyDictionary<string, string> comments) =>
        comments.TryGetValue(column.Name, out string? comment) ? column.WithComment(comment) : column;
}
