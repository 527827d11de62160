using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Statements.Definitions;

namespace Wallstreet.Query.Statements.Alterations;

/// <summary>Reads the columns of <c>ADD COLUMNS</c>.</summary>
internal static class AdditionReader
{
    public static ColumnAddition Read(SqlCursor cursor)
    {
        bool brackets = cursor.TryTake("(");
        List<NewColumn> columns = [];
        do
        {
            columns.Add(ReadColumn(cursor));
        }
        while (cursor.TryTake(","));
        if (brackets)
        {
            cursor.Take(")", "Close the bracket of the columns.");
        }

        return new ColumnAddition(columns);
    }

    private static NewColumn ReadColumn(SqlCursor cursor)
    {
        var path = new ColumnPath(cursor.TakePath("The name of a column"));
        var column = new NewColumn(path, TypeReader.Read(cursor, $"The type of {path}"));
        while (!cursor.AtEnd && !cursor.At(",") && !cursor.At(")"))
        {
            int first = cursor.Next;
            if (column.Comment is null && cursor.TryTake("COMMENT"))
            {
                column = column with { Comment = cursor.TakeText("A comment") };
            }
            else if (column.Position is null && PositionReader.TryRead(cursor) is { } position)
            {
                column = column with { Position = position };
            }
            else
            {
                throw Refuse(cursor.Reread(first), path);
            }
        }

        return column;
    }

    private static SqlSyntaxException Refuse(SqlCursor cursor, ColumnPath path) => cursor switch
    {
        _ when cursor.At("NOT", "NULL") => cursor.Wrong(
            $"The new column {path} cannot be NOT NULL: the rows that are there have null in it.",
            $"Add it without, fill it with UPDATE, then ALTER TABLE … ALTER COLUMN {path} SET NOT NULL."),
        _ when cursor.At("DEFAULT") => cursor.Wrong(
            $"The new column {path} cannot have a default at once: it would have to be the value of the rows that are there too.",
            $"Add it without, then ALTER TABLE … ALTER COLUMN {path} SET DEFAULT value; UPDATE fills the rows that are there."),
        _ when cursor.At("GENERATED") => cursor.Wrong(
            $"The new column {path} cannot be generated: the rows that are there have no value in it.",
            "Columns are generated from the table's first version on, by CREATE TABLE."),
        _ => cursor.Wrong($"COMMENT, FIRST or AFTER was expected{cursor.Found()}.", "After a new column's type come COMMENT 'text', FIRST or AFTER column."),
    };
}
