using Apache.Arrow.Types;

namespace Wallstreet.Query;

/// <summary>A column of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SqlType">Its type in DuckDB's words: <c>DECIMAL(18,4)</c>.</param>
/// <param name="Nullable">Whether it may hold nulls; an expression always may.</param>
public sealed record ResultColumn(string Name, string SqlType, bool Nullable = true)
{
    /// <summary>The type that Arrow batches carry it in.</summary>
    public required IArrowType ArrowType { get; init; }
}
