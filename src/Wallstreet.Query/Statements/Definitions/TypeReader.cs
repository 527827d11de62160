using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Statements.Definitions;

/// <summary>Reads types in statements: Spark's, and DuckDB's names of texts and moments.</summary>
internal static class TypeReader
{
    /// <exception cref="SqlSyntaxException">There is no type, or none that tables have.</exception>
    public static DeltaType Read(SqlCursor cursor, string what)
    {
        SqlPosition place = cursor.Position;
        int first = cursor.Next;
        _ = cursor.TakeName(what);
        PassBrackets(cursor, "(", ")", what);
        PassBrackets(cursor, "<", ">", what);
        string type = cursor.Written(first, cursor.Next);
        try
        {
            return type.ToUpperInvariant() switch
            {
                "TIMESTAMPTZ" => PrimitiveType.Timestamp,
                "BLOB" => PrimitiveType.Binary,
                _ => TypeText.Parse(type),
            };
        }
        catch (SchemaMismatchException unknown)
        {
            throw new SqlSyntaxException(place.Line, place.Column, unknown.Message, null, unknown);
        }
    }

    private static void PassBrackets(SqlCursor cursor, string open, string close, string what)
    {
        int depth = 0;
        while (depth > 0 || cursor.At(open))
        {
            if (cursor.AtEnd)
            {
                throw cursor.Wrong($"{what} does not end: {close} was expected, but the statement ends.");
            }

            depth += cursor.At(open) ? 1 : cursor.At(close) ? -1 : 0;
            cursor.Reread(cursor.Next + 1);
            if (depth == 0)
            {
                return;
            }
        }
    }
}
