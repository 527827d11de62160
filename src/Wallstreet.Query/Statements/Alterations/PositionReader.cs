using Wallstreet.Delta.Alterations;

namespace Wallstreet.Query.Statements.Alterations;

/// <summary>Reads where a column is to stand: <c>FIRST</c> or <c>AFTER column</c>.</summary>
internal static class PositionReader
{
    /// <summary>The position, if one is next.</summary>
    public static ColumnPosition? TryRead(SqlCursor cursor)
    {
        if (cursor.TryTake("FIRST"))
        {
            return ColumnPosition.First;
        }

        return cursor.TryTake("AFTER") ? ColumnPosition.After(cursor.TakeName("The name of a column")) : null;
    }
}
