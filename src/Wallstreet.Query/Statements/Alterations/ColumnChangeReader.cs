using Wallstreet.Delta.Schema;
using Wallstreet.Query.Statements.Definitions;

namespace Wallstreet.Query.Statements.Alterations;

/// <summary>Reads <c>ALTER COLUMN</c> and <c>CHANGE COLUMN</c>.</summary>
internal static class ColumnChangeReader
{
    private const string Form =
        "After the column come TYPE type, COMMENT 'text', FIRST, AFTER column, SET NOT NULL, DROP NOT NULL, SET DEFAULT value or DROP DEFAULT.";

    /// <summary>Reads <c>ALTER COLUMN c action</c>.</summary>
    public static TableAlteration ReadAlter(SqlCursor cursor)
    {
        _ = cursor.TryTake("COLUMN");
        return ReadAction(cursor, ReadColumn(cursor));
    }

    /// <summary>Reads <c>CHANGE COLUMN c action</c>, and Hive's <c>CHANGE COLUMN c c type …</c>.</summary>
    public static TableAlteration ReadChange(SqlCursor cursor)
    {
        _ = cursor.TryTake("COLUMN");
        ColumnPath column = ReadColumn(cursor);
        if (StartsAction(cursor))
        {
            return ReadAction(cursor, column);
        }

        int first = cursor.Next;
        string name = cursor.TakeName("What is to change of the column");
        if (!name.Equals(column.Names[^1], StringComparison.OrdinalIgnoreCase))
        {
            throw cursor.Reread(first).Wrong($"{name} is not understood, nor can CHANGE COLUMN give a column another name.",
                "RENAME COLUMN a TO b does. " + Form);
        }

        return ReadChanges(cursor, new ColumnChange(column) { Type = TypeReader.Read(cursor, $"The type of {column}") });
    }

    private static ColumnPath ReadColumn(SqlCursor cursor) => new(cursor.TakePath("The name of a column"));

    /// <summary>Whether an action is next, and not the column's name once more as Hive writes it; a column may be called
    /// as an action is.</summary>
    private static bool StartsAction(SqlCursor cursor)
    {
        int next = cursor.Next + 1;
        return cursor.At("TYPE") || cursor.At("AFTER") || (cursor.At("FIRST") && !cursor.IsName(next))
            || (cursor.At("COMMENT") && cursor.IsText(next))
            || (cursor.At("SET") && (cursor.IsAt(next, "NOT") || cursor.IsAt(next, "DEFAULT")))
            || (cursor.At("DROP") && (cursor.IsAt(next, "NOT") || cursor.IsAt(next, "DEFAULT")));
    }

    private static TableAlteration ReadAction(SqlCursor cursor, ColumnPath column) => cursor switch
    {
        _ when cursor.TryTake("SET", "NOT", "NULL") => new NullChange(column, false),
        _ when cursor.TryTake("DROP", "NOT", "NULL") => new NullChange(column, true),
        _ when cursor.TryTake("SET", "DEFAULT") => new DefaultChange(column, cursor.TakeSpark("A value")),
        _ when cursor.TryTake("DROP", "DEFAULT") => new DefaultChange(column, null),
        _ => ReadChanges(cursor, new ColumnChange(column)),
    };

    /// <summary>Type, comment and place, each once.</summary>
    private static ColumnChange ReadChanges(SqlCursor cursor, ColumnChange change)
    {
        ColumnChange before = change;
        while (!cursor.AtEnd)
        {
            if (change.Type is null && cursor.TryTake("TYPE"))
            {
                change = change with { Type = TypeReader.Read(cursor, $"The type of {change.Column}") };
            }
            else if (change.Comment is null && cursor.TryTake("COMMENT"))
            {
                change = change with { Comment = cursor.TakeText("A comment") };
            }
            else if (change.Position is null && PositionReader.TryRead(cursor) is { } position)
            {
                change = change with { Position = position };
            }
            else
            {
                throw cursor.Wrong($"What is to change of the column was expected{cursor.Found()}.", Form);
            }
        }

        return change != before || change.Type is not null
            ? change
            : throw cursor.Wrong($"What is to change of the column was expected{cursor.Found()}.", Form);
    }
}
