using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>One schema for many files: every column that any of them has, each of one type everywhere.</summary>
internal sealed class SchemaUnion
{
    private StructType? _schema;
    private string _first = "";

    /// <summary>The columns so far.</summary>
    public StructType Schema => _schema ?? new StructType([]);

    /// <exception cref="SchemaMismatchException">A column has another type than in a file before.</exception>
    public void Add(string file, StructType schema)
    {
        if (_schema is null)
        {
            (_schema, _first) = (schema, file);
        }
        else if (_schema != schema)
        {
            _schema = (StructType)Merge(_schema, schema, [], file);
        }
    }

    private DeltaType Merge(DeltaType known, DeltaType other, List<string> path, string file)
    {
        switch (known, other)
        {
            case (StructType a, StructType b):
                return MergeFields(a, b, path, file);
            case (ArrayType a, ArrayType b):
                return a with { ElementType = Merge(a.ElementType, b.ElementType, path, file) };
            case (MapType a, MapType b):
                return a with
                {
                    KeyType = Merge(a.KeyType, b.KeyType, path, file),
                    ValueType = Merge(a.ValueType, b.ValueType, path, file),
                };
            case (PrimitiveType { Kind: PrimitiveKind.Void }, _):
                return other;
            case (_, PrimitiveType { Kind: PrimitiveKind.Void }):
                return known;
            default:
                return known == other
                    ? known
                    : throw new SchemaMismatchException(
                        $"Column '{string.Join('.', path)}' is {known} in '{_first}' or a file after it and {other} in '{file}'. "
                        + "A table's column has one type: write one of the files anew. Nothing was written.");
        }
    }

    private StructType MergeFields(StructType known, StructType other, List<string> path, string file)
    {
        List<StructField> fields = [];
        foreach (StructField field in known.Fields)
        {
            path.Add(field.Name);
            StructField? match = other.Find(field.Name);
            if (match is not null && match.Name != field.Name)
            {
                throw new SchemaMismatchException(
                    $"Column '{string.Join('.', path)}' is written '{match.Name}' in '{file}': names that differ only in case "
                    + "are one name in Delta, and readers would not find the column. Nothing was written.");
            }

            fields.Add(match is null ? field : field with { Type = Merge(field.Type, match.Type, path, file) });
            path.RemoveAt(path.Count - 1);
        }

        fields.AddRange(other.Fields.Where(field => known.Find(field.Name) is null));
        return new StructType(fields);
    }
}
