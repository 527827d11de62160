using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Query;
using Wallstreet.Web.Assets;

namespace Wallstreet.Web.Tables;

/// <summary>Tells the columns of tables.</summary>
internal sealed class SchemaReader(ITableCatalog catalog)
{
    /// <summary>The columns of a table's newest version; null when there is no such table.</summary>
    public async ValueTask<IReadOnlyList<SchemaFieldAnswer>?> FindAsync(string table, CancellationToken cancellationToken)
    {
        DeltaTable? found = await catalog.FindTableAsync(table, cancellationToken).ConfigureAwait(false);
        return found is null ? null : Describe((await found.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Schema);
    }

    public static IReadOnlyList<SchemaFieldAnswer> Describe(StructType schema) =>
        [.. schema.Fields.Select(field => new SchemaFieldAnswer(field.Name, field.Type.DisplayName, field.Nullable, field.Comment))];
}
