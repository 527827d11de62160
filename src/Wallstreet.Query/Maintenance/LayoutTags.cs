using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Maintenance;

/// <summary>What files say of the piece of layout that they were written as, in the tags that the reference
/// implementation uses, so that neither program lays out again what the other has.</summary>
internal static class LayoutTags
{
    private const string Piece = "ZCUBE_ID";
    private const string Columns = "ZCUBE_ZORDER_BY";
    private const string Curve = "ZCUBE_ZORDER_CURVE";

    /// <summary>The columns by the names that files have, which stay when users rename them. Our own.</summary>
    private const string StoredColumns = "wallstreet.layoutColumns";

    public static IReadOnlyDictionary<string, string?> Of(Layout layout, string piece) => new Dictionary<string, string?>
    {
        [Piece] = piece,
        [Columns] = Text(layout.Columns),
        [Curve] = "zorder",
        [StoredColumns] = Text(layout.StoredColumns),
    };

    /// <summary>Tags for files whose columns get other names in files.</summary>
    public static IReadOnlyDictionary<string, string?>? WithoutStoredColumns(IReadOnlyDictionary<string, string?>? tags) =>
        tags?.Where(static tag => tag.Key != StoredColumns).ToDictionary(StringComparer.Ordinal);

    /// <summary>The piece that a file belongs to; null if it is none of this layout.</summary>
    public static string? FindPiece(AddFile file, Layout layout)
    {
        IReadOnlyDictionary<string, string?>? tags = file.Tags;
        bool same = tags is not null
            && (tags.TryGetValue(StoredColumns, out string? stored) ? stored == Text(layout.StoredColumns)
                : tags.TryGetValue(Columns, out string? columns) && columns == Text(layout.Columns))
            && (layout.Provider is null || file.ClusteringProvider == layout.Provider);
        return same && tags!.TryGetValue(Piece, out string? piece) && !string.IsNullOrEmpty(piece) ? piece : null;
    }

    private static string Text(IEnumerable<ColumnPath> columns) => JsonSerializer.Serialize(columns.Select(static column => column.ToString()));
}
