using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Maintenance;

/// <summary>By which columns rows are laid out, and what the files say of it.</summary>
/// <param name="Columns">The columns, by the names users see.</param>
/// <param name="Provider">Who clusters the files, on clustered tables; else null.</param>
/// <param name="FileSizeBytes">About how big each file becomes.</param>
internal sealed record Layout(IReadOnlyList<ColumnPath> Columns, string? Provider, long FileSizeBytes);
