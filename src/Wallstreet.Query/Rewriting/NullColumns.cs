using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>Columns of a SELECT that hold nothing, where there are no rows to say what types they have.</summary>
internal static class NullColumns
{
    /// <summary>The columns, with commas between them.</summary>
    /// <param name="fields">The columns of the table.</param>
    /// <param name="keepsVariants">Whether variants keep their bytes, to be written, or are JSON text.</param>
    public static string Write(IEnumerable<StructField> fields, bool keepsVariants) => string.Join(", ", fields.Select(field =>
        $"CAST(NULL AS {(keepsVariants ? DuckTypes.Stored(field.Type) : DuckTypes.Name(field.Type))}) AS {SqlText.Name(field.Name)}"));
}
