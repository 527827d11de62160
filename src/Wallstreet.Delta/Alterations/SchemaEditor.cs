using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>Makes changed copies of schemas. Paths name fields from the outside in; <c>element</c>, <c>key</c> and
/// <c>value</c> lead into arrays and maps, as in the protocol's section "Column Mapping".</summary>
internal static class SchemaEditor
{
    /// <summary>A schema with another field in place of one.</summary>
    /// <exception cref="SchemaMismatchException">There is no such field.</exception>
    public static StructType Replace(StructType schema, ColumnPath path, Func<StructField, StructField> change) =>
        EditParent(schema, path, (structure, position) =>
        {
            StructField[] fields = [.. structure.Fields];
            fields[position] = change(fields[position]);
            return fields;
        });

    /// <summary>A schema with other fields in the struct that holds a field.</summary>
    /// <exception cref="SchemaMismatchException">There is no such field.</exception>
    public static StructType EditParent(
        StructType schema, ColumnPath path, Func<StructType, int, IReadOnlyList<StructField>> edit) =>
        EditStruct(schema, [.. path.Names.SkipLast(1)], path, structure =>
        {
            int position = structure.IndexOf(path.Names[^1]);
            return new StructType(edit(structure, position >= 0 ? position : throw NoColumn(path, schema)));
        });

    /// <summary>A schema with another struct at a path.</summary>
    /// <exception cref="SchemaMismatchException">There is no struct there.</exception>
    public static StructType EditStruct(
        StructType schema, IReadOnlyList<string> parents, ColumnPath whole, Func<StructType, StructType> edit) =>
        (StructType)Edit(schema, parents, 0, type => type is StructType structure
            ? edit(structure)
            : throw new SchemaMismatchException(
                $"'{string.Join('.', parents)}' holds no columns: it is {type}. So there can be no '{whole}'."),
            () => NoColumn(whole, schema));

    /// <summary>A type with another type at a path.</summary>
    public static DeltaType Edit(DeltaType type, IReadOnlyList<string> names, int depth, Func<DeltaType, DeltaType> edit,
        Func<SchemaMismatchException> missing)
    {
        if (depth == names.Count)
        {
            return edit(type);
        }

        string name = names[depth];
        switch (type)
        {
            case StructType structure when structure.IndexOf(name) is >= 0 and int position:
                StructField[] fields = [.. structure.Fields];
                fields[position] = fields[position] with
                {
                    Type = Edit(fields[position].Type, names, depth + 1, edit, missing),
                };
                return new StructType(fields);
            case ArrayType array when Is(name, "element"):
                return array with { ElementType = Edit(array.ElementType, names, depth + 1, edit, missing) };
            case MapType map when Is(name, "key"):
                return map with { KeyType = Edit(map.KeyType, names, depth + 1, edit, missing) };
            case MapType map when Is(name, "value"):
                return map with { ValueType = Edit(map.ValueType, names, depth + 1, edit, missing) };
            default:
                throw missing();
        }
    }

    /// <summary>The field of a path, through arrays and maps too.</summary>
    /// <exception cref="SchemaMismatchException">There is no such field.</exception>
    public static StructField Get(StructType schema, ColumnPath path)
    {
        StructField? found = null;
        Replace(schema, path, field => found = field);
        return found!;
    }

    public static SchemaMismatchException NoColumn(ColumnPath path, StructType schema) => new(
        $"The table has no column '{path}'. Its columns are {string.Join(", ", schema.Fields.Select(static field => field.Name))}.");

    /// <summary>Puts a field where it shall stand among others.</summary>
    /// <exception cref="SchemaMismatchException">The neighbour is not there.</exception>
    public static IReadOnlyList<StructField> Insert(
        IReadOnlyList<StructField> others, StructField field, ColumnPosition? position)
    {
        if (position is null)
        {
            return [.. others, field];
        }

        if (position.AfterName is null)
        {
            return [field, .. others];
        }

        int index = others.ToList().FindIndex(other => Is(other.Name, position.AfterName));
        return index >= 0
            ? [.. others.Take(index + 1), field, .. others.Skip(index + 1)]
            : throw new SchemaMismatchException(
                $"'{field.Name}' cannot stand after '{position.AfterName}', as there is no such column beside it. There are "
                + $"{string.Join(", ", others.Select(static other => other.Name))}.");
    }

    public static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
