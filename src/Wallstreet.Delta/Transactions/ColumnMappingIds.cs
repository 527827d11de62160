using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Gives the columns of a new table their ids and physical names. Protocol section "Writer Requirements for
/// Column Mapping".</summary>
internal static class ColumnMappingIds
{
    private const string MaxColumnId = "delta.columnMapping.maxColumnId";

    public static Metadata Assign(Metadata metadata)
    {
        int last = 0;
        StructType schema = (StructType)Assign(metadata.Schema, ref last);
        return metadata.WithSchema(schema) with
        {
            Configuration = new Dictionary<string, string>(metadata.Configuration, StringComparer.Ordinal)
            {
                [MaxColumnId] = last.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static DeltaType Assign(DeltaType type, ref int last)
    {
        switch (type)
        {
            case StructType structure:
                List<StructField> columns = [];
                foreach (StructField column in structure.Fields)
                {
                    columns.Add(Assign(column, ref last));
                }

                return new StructType(columns);
            case ArrayType array:
                return array with { ElementType = Assign(array.ElementType, ref last) };
            case MapType map:
                return map with { KeyType = Assign(map.KeyType, ref last), ValueType = Assign(map.ValueType, ref last) };
            default:
                return type;
        }
    }

    private static StructField Assign(StructField column, ref int last)
    {
        int id = ++last;
        Dictionary<string, JsonElement> metadata = new(column.Metadata)
        {
            ["delta.columnMapping.id"] = Json(id.ToString(CultureInfo.InvariantCulture)),
            ["delta.columnMapping.physicalName"] = Json($"\"col-{Guid.NewGuid()}\""),
        };
        return column with { Type = Assign(column.Type, ref last), Metadata = metadata };
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
