using Wallstreet.Delta.Schema;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>What a materialization says of the commit that it made.</summary>
internal static class WriteFacts
{
    public static IReadOnlyDictionary<string, MetadataValue> Of(
        string table, WriteResult result, IReadOnlyDictionary<string, string> comments)
    {
        Dictionary<string, MetadataValue> facts = new(StringComparer.Ordinal)
        {
            ["rows"] = result.RowsWritten,
            ["bytes"] = result.BytesWritten,
            ["files_added"] = (long)result.FilesAdded,
            ["table"] = new MetadataValue.TableVersion(table, result.Version),
            ["schema"] = new MetadataValue.TableSchema([.. result.Schema.Fields.Select(field => Column(field, comments))]),
        };
        if (result.RowsRemoved > 0)
        {
            facts["rows_replaced"] = result.RowsRemoved;
        }

        return facts;
    }

    private static SchemaColumn Column(StructField field, IReadOnlyDictionary<string, string> comments) =>
        new(field.Name, field.Type.ToString() ?? "", field.Nullable, comments.GetValueOrDefault(field.Name));
}
