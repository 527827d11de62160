using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Statements.Alterations;
using Wallstreet.Query.Statements.Definitions;
using Wallstreet.Query.Statements.Maintenance;

namespace Wallstreet.Query.Statements;

/// <summary>Reads statements that write.</summary>
internal static class StatementReader
{
    private static readonly string[] _keywords =
    [
        "INSERT", "DELETE", "UPDATE", "MERGE", "CREATE", "TRUNCATE", "ALTER", "OPTIMIZE", "REORG", "VACUUM", "RESTORE",
    ];

    /// <summary>Whether a text begins as a statement that writes does.</summary>
    public static bool IsWriting(string sql) => _keywords.Contains(FirstWord(sql));

    /// <summary>The first word of a statement that writes and whose grammar DuckDB does not know, or knows otherwise;
    /// <see langword="null"/> for other texts.</summary>
    public static string? FindForeign(string sql)
    {
        string word = FirstWord(sql);
        return word is "ALTER" or "OPTIMIZE" or "REORG" or "VACUUM" or "RESTORE" ? word : null;
    }

    /// <summary>Reads a statement.</summary>
    /// <param name="sql">One statement.</param>
    /// <exception cref="SqlSyntaxException">It is wrong, or does not write.</exception>
    public static WritingStatement Read(string sql)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new SqlSyntaxException(1, 1, "A statement cannot contain the character U+0000.");
        }

        var cursor = new SqlCursor(sql);
        WritingStatement statement = Read(cursor);
        cursor.RequireWhole();
        return statement;
    }

    private static WritingStatement Read(SqlCursor cursor) => cursor switch
    {
        _ when cursor.TryTake("INSERT") => InsertReader.Read(cursor),
        _ when cursor.TryTake("DELETE") => ReadDelete(cursor),
        _ when cursor.TryTake("TRUNCATE") => ReadTruncate(cursor),
        _ when cursor.TryTake("UPDATE") => ReadUpdate(cursor),
        _ when cursor.TryTake("MERGE") => MergeReader.Read(cursor),
        _ when cursor.TryTake("CREATE") => CreateReader.Read(cursor),
        _ when cursor.At("DROP") => throw cursor.Wrong("DROP is not carried out: a table's files and its history would be gone for good.",
            "DELETE FROM the table takes its rows out and can be undone; to be rid of the table, remove its folder."),
        _ when ReadCare(cursor) is { } statement => statement,
        _ => throw cursor.Wrong("The statement does not write.",
            "Write INSERT, UPDATE, DELETE, MERGE, TRUNCATE, CREATE TABLE, ALTER TABLE, OPTIMIZE, REORG, VACUUM or RESTORE; SELECT is for reading."),
    };

    /// <summary>A statement about a table itself and not about its rows.</summary>
    private static WritingStatement? ReadCare(SqlCursor cursor) => cursor switch
    {
        _ when cursor.TryTake("ALTER") => AlterReader.Read(cursor),
        _ when cursor.TryTake("OPTIMIZE") => MaintenanceReader.ReadOptimize(cursor),
        _ when cursor.TryTake("REORG") => MaintenanceReader.ReadReorg(cursor),
        _ when cursor.TryTake("VACUUM") => MaintenanceReader.ReadVacuum(cursor),
        _ when cursor.TryTake("RESTORE") => MaintenanceReader.ReadRestore(cursor),
        _ => null,
    };

    private static string FirstWord(string sql)
    {
        byte[] text = Encoding.UTF8.GetBytes(sql);
        var scanner = new SqlScanner(text);
        return scanner.Text(scanner.Next(0)).ToUpperInvariant();
    }

    private static RowStatement ReadDelete(SqlCursor cursor)
    {
        cursor.Take("FROM", "Write DELETE FROM table WHERE condition.");
        TargetName target = cursor.TakeTarget();
        string? alias = cursor.TakeAlias("WHERE", "USING", "RETURNING");
        (string Text, SqlPosition Place)? where = ReadWhere(cursor,
            "Write DELETE FROM table WHERE condition; other tables go into sub-queries of the condition, or use MERGE.");
        return new RowStatement(target, new DeleteCommand
        {
            Name = target.Display,
            Alias = alias,
            Where = where?.Text,
            WherePlace = where?.Place,
        });
    }

    /// <summary>All rows go, and the history keeps them, as with a DELETE without a condition.</summary>
    private static RowStatement ReadTruncate(SqlCursor cursor)
    {
        _ = cursor.TryTake("TABLE");
        TargetName target = cursor.TakeTarget();
        cursor.RequireEnd("Write TRUNCATE TABLE table; for some of the rows, DELETE FROM table WHERE condition.");
        return new RowStatement(target, new DeleteCommand { Name = target.Display });
    }

    private static RowStatement ReadUpdate(SqlCursor cursor)
    {
        TargetName target = cursor.TakeTarget();
        string? alias = cursor.TakeAlias("SET");
        cursor.Take("SET", "Write UPDATE table SET column = value WHERE condition.");
        IReadOnlyList<ColumnAssignment> set = ReadAssignments(cursor, index => cursor.IsAt(index, "WHERE"));
        (string Text, SqlPosition Place)? where = ReadWhere(cursor,
            "Write UPDATE table SET column = value WHERE condition; to take values from another table use MERGE.");
        return new RowStatement(target, new UpdateCommand(set)
        {
            Name = target.Display,
            Alias = alias,
            Where = where?.Text,
            WherePlace = where?.Place,
        });
    }

    /// <summary>Reads <c>column = value, …</c>. A column may be qualified with the table's name or alias, and a field of a
    /// struct is written with the names that lead to it.</summary>
    public static IReadOnlyList<ColumnAssignment> ReadAssignments(SqlCursor cursor, Func<int, bool> ends)
    {
        List<ColumnAssignment> set = [];
        do
        {
            List<string> names = [cursor.TakeName("The name of a column")];
            while (cursor.TryTake("."))
            {
                names.Add(cursor.TakeName("The name of a column or field"));
            }

            cursor.Take("=", "Write column = value.");
            (string value, SqlPosition place) = cursor.TakeUntil("A value", index => cursor.IsAt(index, ",") || ends(index));
            set.Add(new ColumnAssignment(new ColumnPath(names), value) { Place = place, MayBeQualified = true });
        }
        while (cursor.TryTake(","));
        return set;
    }

    private static (string Text, SqlPosition Place)? ReadWhere(SqlCursor cursor, string hint)
    {
        (string, SqlPosition)? where = cursor.TryTake("WHERE") ? cursor.TakeUntil("A condition", static _ => false) : null;
        cursor.RequireEnd(hint);
        return where;
    }
}
