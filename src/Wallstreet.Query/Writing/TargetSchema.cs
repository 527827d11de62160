using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing;

/// <summary>The columns of the rows that a write gives its table: which of them files hold and which the log, under which
/// names, and which get statistics.</summary>
internal sealed class TargetSchema
{
    private TargetSchema(Metadata metadata)
    {
        Metadata = metadata;
        Schema = metadata.Schema;
        Mapping = metadata.ColumnMapping;
        HashSet<string> partitions = new(metadata.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        Partitions = [.. metadata.PartitionColumns.Select(name => Schema.Find(name)!)];
        Stored = [.. Schema.Fields.Where(field => !partitions.Contains(field.Name))];
        Measured = StatisticsColumns.Select(metadata).Where(column => !RowIdColumns.Are(metadata, column.Names[0])).ToHashSet();
    }

    /// <summary>The table's metadata once the rows are in it.</summary>
    public Metadata Metadata { get; }

    /// <summary>All columns, by the names users see.</summary>
    public StructType Schema { get; }

    /// <summary>How files name and number them.</summary>
    public ColumnMappingMode Mapping { get; }

    /// <summary>The columns that the files hold.</summary>
    public IReadOnlyList<StructField> Stored { get; }

    /// <summary>Whether there is a variant in the files.</summary>
    public bool HoldsVariants => HoldVariants(Stored);

    /// <summary>The columns that the log holds.</summary>
    public IReadOnlyList<StructField> Partitions { get; }

    /// <summary>The columns that get statistics.</summary>
    public IReadOnlySet<ColumnPath> Measured { get; }

    /// <summary>Whether columns hold variants, at any depth.</summary>
    public static bool HoldVariants(IEnumerable<StructField> columns) => columns.Any(static field => Holds(field.Type));

    /// <summary>The columns of a table.</summary>
    public static TargetSchema Of(Metadata metadata) => new(metadata);

    /// <summary>The columns of change data: the table's, and what happened to the row.</summary>
    public TargetSchema WithChangeType() => new(Metadata.WithSchema(new StructType([
        .. Schema.Fields.Where(field => !RowIdColumns.Are(Metadata, field.Name)),
        new StructField("_change_type", PrimitiveType.String)])));

    /// <summary>Selects all columns, by the names users see and in their types, from a query that gives some of them; the
    /// others are null.</summary>
    /// <param name="query">The rows.</param>
    /// <param name="gives">Whether the query gives a column.</param>
    public string Project(string query, Func<string, bool> gives)
    {
        IEnumerable<string> columns = Schema.Fields.Select(
            field => $"CAST({(gives(field.Name) ? "q." + SqlText.Name(field.Name) : "NULL")} AS "
                + $"{DuckTypes.Stored(field.Type)}) AS {SqlText.Name(field.Name)}");
        return $"SELECT {string.Join(", ", columns)} FROM ({query}\n) AS q";
    }

    /// <summary>Selects all columns from rows that the table held with another schema.</summary>
    public string Project(string query, StructType held) => Project(query, name => held.Find(name) is not null);

    private static bool Holds(DeltaType type) => type switch
    {
        PrimitiveType primitive => primitive.Kind == PrimitiveKind.Variant,
        StructType structure => HoldVariants(structure.Fields),
        ArrayType array => Holds(array.ElementType),
        MapType map => Holds(map.KeyType) || Holds(map.ValueType),
        _ => false,
    };
}
