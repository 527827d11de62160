using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Gives columns their ids and physical names. Protocol section "Writer Requirements for Column Mapping".</summary>
internal static class ColumnMappingIds
{
    public const string MaxColumnId = "delta.columnMapping.maxColumnId";

    private const string IdKey = "delta.columnMapping.id";
    private const string NameKey = "delta.columnMapping.physicalName";

    /// <summary>Gives every column that has none an id and a physical name of its own; those that others have stay.
    /// </summary>
    public static Metadata Assign(Metadata metadata) => AssignMissing(metadata, false);

    /// <summary>Gives the columns that lack them an id and a physical name; the others keep theirs. Ids are never given
    /// again, those of dropped columns neither.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="keepsNames">Whether the physical name is the one that users see, as it must be for columns of files
    /// that are there already.</param>
    public static Metadata AssignMissing(Metadata metadata, bool keepsNames)
    {
        long last = Math.Max(metadata.FindNumber(MaxColumnId) ?? 0, HighestId(metadata.Schema));
        StructType schema = (StructType)Change(metadata.Schema, column => Assign(column, keepsNames, () => checked((int)++last)));
        return metadata.WithSchema(schema).WithProperties((MaxColumnId, last.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>A table whose columns have neither ids nor physical names.</summary>
    public static Metadata WithoutIds(Metadata metadata)
    {
        StructType schema = (StructType)Change(metadata.Schema, static column =>
            column.Metadata.Keys.Any(IsMapping)
                ? column with
                {
                    Metadata = column.Metadata.Where(static pair => !IsMapping(pair.Key))
                        .ToDictionary(static pair => pair.Key, static pair => pair.Value),
                }
                : column);
        Dictionary<string, string> configuration = new(metadata.Configuration, StringComparer.Ordinal);
        configuration.Remove(MaxColumnId);
        return metadata.WithSchema(schema) with { Configuration = configuration };
    }

    private static bool IsMapping(string key) => key.StartsWith("delta.columnMapping.", StringComparison.Ordinal);

    private static StructField Assign(StructField column, bool keepsNames, Func<int> nextId)
    {
        if (column.MappedId is not null && column.MappedName is not null)
        {
            return column;
        }

        long id = column.MappedId ?? nextId();
        string name = column.MappedName ?? (keepsNames ? column.Name : $"col-{Guid.NewGuid()}");
        return column with
        {
            Metadata = new Dictionary<string, JsonElement>(column.Metadata)
            {
                [IdKey] = JsonSerializer.SerializeToElement(id, SchemaJsonContext.Default.Int64),
                [NameKey] = JsonSerializer.SerializeToElement(name, SchemaJsonContext.Default.String),
            },
        };
    }

    private static int HighestId(DeltaType type) =>
        ProtocolGate.AllFields(type).Select(static column => column.MappedId ?? 0).DefaultIfEmpty().Max();

    /// <summary>A type with changed columns, the outer before the inner.</summary>
    private static DeltaType Change(DeltaType type, Func<StructField, StructField> change)
    {
        switch (type)
        {
            case StructType structure:
                List<StructField> columns = [];
                foreach (StructField column in structure.Fields)
                {
                    StructField changed = change(column);
                    columns.Add(changed with { Type = Change(changed.Type, change) });
                }

                return new StructType(columns);
            case ArrayType array:
                return array with { ElementType = Change(array.ElementType, change) };
            case MapType map:
                return map with { KeyType = Change(map.KeyType, change), ValueType = Change(map.ValueType, change) };
            default:
                return type;
        }
    }
}
