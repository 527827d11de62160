using Wallstreet.Delta.Schema;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>What a materialization says of the commit that it made.</summary>
internal static class WriteFacts
{
    public static IReadOnlyDictionary<string, MetadataValue> Of(string table, WriteResult result)
    {
        Dictionary<string, MetadataValue> facts = new(StringComparer.Ordinal)
        {
            ["rows"] = result.RowsWritten,
            ["bytes"] = result.BytesWritten,
            ["files_added"] = (long)result.FilesAdded,
            ["table"] = new MetadataValue.TableVersion(table, result.Version),
            ["schema"] = new MetadataValue.TableSchema([.. result.Schema.Fields.Select(Column)]),
        };
        if (result.RowsRemoved > 0)
        {
            facts["rows_replaced"] = result.RowsRemoved;
        }

        return facts;
    }

    private static SchemaColumn Column(StructField field) =>
        new(field.Name, field.Type.ToString() ?? "", field.Nullable, field.Comment);
}
