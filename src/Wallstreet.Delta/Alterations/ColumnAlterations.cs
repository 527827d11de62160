using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Alterations;

/// <summary>Decides on changes of a table's columns. Each is a pure function of a version: it refuses, or says what the
/// metadata and protocol become. No data file is written; see the protocol's sections "Column Mapping", "Schema
/// Serialization Format" and "Default Columns".</summary>
public static class ColumnAlterations
{
    private const string DefaultKey = "CURRENT_DEFAULT";
    private const string CommentKey = "comment";

    /// <summary>Adds columns, whose value in the rows that are there is null.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="columns">The columns.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">A column is there already, or its place is not.</exception>
    public static Alteration AddColumns(Snapshot snapshot, IReadOnlyList<NewColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        StructType schema = snapshot.Schema;
        foreach (NewColumn column in columns)
        {
            string name = column.Path.Names[^1];
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(columns));
            StructField field = new(name, column.Type);
            field = column.Comment is { } comment ? field.WithComment(comment) : field;
            schema = SchemaEditor.EditStruct(
                schema, [.. column.Path.Names.SkipLast(1)], column.Path, structure => structure.Find(name) is null
                    ? new StructType(SchemaEditor.Insert(structure.Fields, field, column.Position))
                    : throw new SchemaMismatchException($"The table has a column '{column.Path}' already."));
        }

        return Of(snapshot, schema, "ADD COLUMNS", ("columns", ListOf(columns)));
    }

    /// <summary>Gives a column another name. Files keep the old one, so the table needs column mapping.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="column">The column.</param>
    /// <param name="name">Its new name, without those of the structs that hold it.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column, the name is taken, or a rule speaks of it.</exception>
    /// <exception cref="UnsupportedFeatureException">The table has no column mapping.</exception>
    public static Alteration RenameColumn(Snapshot snapshot, ColumnPath column, string name)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        StructField old = SchemaEditor.Get(snapshot.Schema, column);
        ColumnMappingAlterations.RequireMapped(snapshot, $"The column '{column}' cannot be renamed");
        ColumnReferences.RequireNoExpression(snapshot.Metadata, column, "renamed");
        StructType schema = SchemaEditor.EditParent(snapshot.Schema, column, (structure, position) =>
        {
            if (structure.IndexOf(name) is >= 0 and int other && other != position)
            {
                throw new SchemaMismatchException($"The column '{column}' cannot be named '{name}': there is a column of that name.");
            }

            StructField[] fields = [.. structure.Fields];
            fields[position] = fields[position] with { Name = name };
            return fields;
        });
        ColumnPath renamed = new([.. column.Names.SkipLast(1), name]);
        Metadata metadata = snapshot.Metadata with
        {
            PartitionColumns = [.. snapshot.PartitionColumns.Select(
                partition => column.Names.Count == 1 && SchemaEditor.Is(partition, old.Name) ? name : partition)],
        };
        metadata = StatisticsProperty.Rename(metadata, column, renamed);
        return Of(snapshot, metadata, schema, "RENAME COLUMN",
            ("oldColumnPath", column.ToString()), ("newColumnPath", renamed.ToString()));
    }

    /// <summary>Takes a column away. Files keep its values, which no reader looks at; the table needs column mapping, so that
    /// a later column of the same name is another one.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="column">The column.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column, or the table cannot be without it.</exception>
    /// <exception cref="UnsupportedFeatureException">The table has no column mapping.</exception>
    public static Alteration DropColumn(Snapshot snapshot, ColumnPath column)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        SchemaEditor.Get(snapshot.Schema, column);
        ColumnMappingAlterations.RequireMapped(snapshot, $"The column '{column}' cannot be dropped");
        ColumnReferences.RequireNoExpression(snapshot.Metadata, column, "dropped");
        ColumnReferences.RequireNoLayout(snapshot, column);
        StructType schema = SchemaEditor.EditParent(snapshot.Schema, column, (structure, position) =>
        {
            int stored = structure.Fields.Count - (column.Names.Count == 1 ? snapshot.PartitionColumns.Count : 0);
            return stored > 1
                ? [.. structure.Fields.Where((_, index) => index != position)]
                : throw new SchemaMismatchException($"The column '{column}' is the last one; a table or struct needs one.");
        });
        return Of(snapshot, StatisticsProperty.Remove(snapshot.Metadata, column), schema, "DROP COLUMNS",
            ("columns", Text([column.ToString()])));
    }

    /// <summary>Takes columns away in one change; see <see cref="DropColumn"/>.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="columns">The columns, at least one.</param>
    /// <returns>The change.</returns>
    public static Alteration DropColumns(Snapshot snapshot, IReadOnlyList<ColumnPath> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        Alteration dropped = DropColumn(snapshot, columns[0]);
        foreach (ColumnPath column in columns.Skip(1))
        {
            dropped = dropped.Then(between => DropColumn(between, column));
        }

        return dropped with
        {
            Parameters = new Dictionary<string, string> { ["columns"] = Text(columns.Select(static column => column.ToString())) },
        };
    }

    /// <summary>Puts a column elsewhere among its neighbours.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="column">The column.</param>
    /// <param name="position">Where it shall stand.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column or neighbour.</exception>
    public static Alteration MoveColumn(Snapshot snapshot, ColumnPath column, ColumnPosition position)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(position);
        StructType schema = SchemaEditor.EditParent(snapshot.Schema, column, (structure, index) => SchemaEditor.Insert(
            [.. structure.Fields.Where((_, other) => other != index)], structure.Fields[index], position));
        return Of(snapshot, schema, "CHANGE COLUMN",
            ("column", column.ToString()),
            ("position", position.AfterName is null ? "FIRST" : $"AFTER {position.AfterName}"));
    }

    /// <summary>Says what a column means.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="column">The column.</param>
    /// <param name="comment">What it means; <see langword="null"/> for nothing.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column.</exception>
    public static Alteration SetComment(Snapshot snapshot, ColumnPath column, string? comment)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        StructType schema = SchemaEditor.Replace(snapshot.Schema, column, field => WithText(field, CommentKey, comment));
        return Of(snapshot, schema, "CHANGE COLUMN", ("column", column.ToString()), ("comment", comment ?? ""));
    }

    /// <summary>Lets a column hold nulls, or forbids them. Forbidding holds only if no row has one: whoever commits it has
    /// looked at every row.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="column">The column.</param>
    /// <param name="nullable">Whether it may hold nulls.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column, or it lies in an array or map.</exception>
    public static Alteration SetNullable(Snapshot snapshot, ColumnPath column, bool nullable)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (!nullable && column.FindIn(snapshot.Schema) is null)
        {
            SchemaEditor.Get(snapshot.Schema, column);
            throw new SchemaMismatchException(
                $"The column '{column}' lies in an array or map, where NOT NULL cannot be demanded of rows that are there.");
        }

        StructType schema = SchemaEditor.Replace(snapshot.Schema, column, field => field with { Nullable = nullable });
        return Of(snapshot, schema, "CHANGE COLUMN", ("column", column.ToString()), ("nullable", nullable ? "true" : "false")) with
        {
            ReadsWholeTable = !nullable,
        };
    }

    /// <summary>Gives a column a default for rows that bring no value for it. Rows that are there keep what they have.
    /// </summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="column">The column, not a nested one.</param>
    /// <param name="expression">Spark SQL without columns; <see langword="null"/> for no default.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column, or it makes its values itself.</exception>
    public static Alteration SetDefault(Snapshot snapshot, ColumnPath column, string? expression)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        StructField field = SchemaEditor.Get(snapshot.Schema, column);
        if (column.Names.Count > 1 || IdentityColumn.Is(field) || field.FindText(ColumnReferences.GenerationKey) is not null)
        {
            throw new SchemaMismatchException(
                $"The column '{column}' cannot have a default: it lies in another one, or makes its values itself.");
        }

        StructType schema = SchemaEditor.Replace(snapshot.Schema, column, old => WithText(old, DefaultKey, expression));
        return Of(snapshot, schema, "CHANGE COLUMN", ("column", column.ToString()), ("default", expression ?? ""));
    }

    /// <summary>Metadata with another schema, as a write that brings new columns needs it: with column mapping, columns that
    /// have no id yet get one.</summary>
    /// <param name="metadata">The table's metadata.</param>
    /// <param name="schema">The new schema.</param>
    /// <returns>The metadata.</returns>
    public static Metadata Apply(Metadata metadata, StructType schema)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(schema);
        Metadata changed = metadata.WithSchema(schema);
        return metadata.ColumnMapping == ColumnMappingMode.None ? changed : ColumnMappingIds.AssignMissing(changed, false);
    }

    /// <summary>The protocol that metadata needs beyond the one that a table has.</summary>
    /// <param name="protocol">The table's protocol.</param>
    /// <param name="metadata">The metadata that it is to have.</param>
    /// <returns>The protocol; <see langword="null"/> if the table's does.</returns>
    public static Protocol? FindUpgrade(Protocol protocol, Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(metadata);
        Protocol covered = ProtocolUpgrade.Cover(protocol, metadata);
        return covered == protocol ? null : covered;
    }

    internal static Alteration Of(
        Snapshot snapshot, StructType schema, string operation, params (string Key, string Value)[] parameters) =>
        Of(snapshot, snapshot.Metadata, schema, operation, parameters);

    internal static Alteration Of(Snapshot snapshot, Metadata metadata, StructType schema, string operation,
        params (string Key, string Value)[] parameters)
    {
        Metadata changed = Apply(metadata, schema);
        return new Alteration(snapshot, changed, ProtocolUpgrade.Cover(snapshot.Protocol, changed), operation)
        {
            Parameters = parameters.ToDictionary(static pair => pair.Key, static pair => pair.Value),
        };
    }

    internal static string Text(IEnumerable<string> names) =>
        JsonSerializer.Serialize([.. names], SchemaJsonContext.Default.StringArray);

    private static string ListOf(IReadOnlyList<NewColumn> columns) => Text(columns.Select(static column =>
        $"{column.Path} {column.Type}{(column.Position is null ? "" : column.Position.AfterName is { } name ? $" AFTER {name}" : " FIRST")}"));

    private static StructField WithText(StructField field, string key, string? text)
    {
        Dictionary<string, JsonElement> metadata = new(field.Metadata);
        if (text is null)
        {
            metadata.Remove(key);
        }
        else
        {
            metadata[key] = JsonSerializer.SerializeToElement(text, SchemaJsonContext.Default.String);
        }

        return field with { Metadata = metadata };
    }
}
