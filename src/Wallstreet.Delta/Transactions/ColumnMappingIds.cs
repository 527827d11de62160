using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Gives new columns their ids and physical names. Protocol section "Writer Requirements for
/// Column Mapping".</summary>
internal static class ColumnMappingIds
{
    private const string MaxColumnId = "delta.columnMapping.maxColumnId";

    /// <summary>Gives every column that has none an id and a physical name; those that others have stay.</summary>
    public static Metadata Assign(Metadata metadata)
    {
        int last = (int)Math.Max(metadata.FindNumber(MaxColumnId) ?? 0, LargestId(metadata.Schema));
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
        if (column is { MappedId: not null, MappedName: not null })
        {
            return column with { Type = Assign(column.Type, ref last) };
        }

        int id = ++last;
        Dictionary<string, JsonElement> metadata = new(column.Metadata)
        {
            ["delta.columnMapping.id"] = Json(id.ToString(CultureInfo.InvariantCulture)),
            ["delta.columnMapping.physicalName"] = Json($"\"col-{Guid.NewGuid()}\""),
        };
        return column with { Type = Assign(column.Type, ref last), Metadata = metadata };
    }

    private static int LargestId(DeltaType type) => type switch
    {
        StructType structure => structure.Fields.Select(static column =>
            Math.Max(column.MappedId ?? 0, LargestId(column.Type))).DefaultIfEmpty().Max(),
        ArrayType array => LargestId(array.ElementType),
        MapType map => Math.Max(LargestId(map.KeyType), LargestId(map.ValueType)),
        _ => 0,
    };

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
