using System.Globalization;
using System.Text;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Statements.Definitions;

namespace Wallstreet.Query.Statements.Descriptions;

/// <summary>Reads <c>DESCRIBE HISTORY</c>, <c>DESCRIBE DETAIL</c> and <c>SHOW TBLPROPERTIES</c>.</summary>
internal static class DescriptionReader
{
    /// <summary>The statement; <see langword="null"/> if the text is none of these.</summary>
    /// <exception cref="SqlSyntaxException">It begins as one of these does, and goes on otherwise.</exception>
    public static Description? TryRead(string sql)
    {
        // Most statements are told by their first word, without a look at the others.
        byte[] text = Encoding.UTF8.GetBytes(sql);
        var scanner = new SqlScanner(text);
        SqlToken first = scanner.Next(0);
        bool describes = scanner.Is(first, "DESCRIBE") || scanner.Is(first, "DESC");
        if (!describes && !scanner.Is(first, "SHOW"))
        {
            return null;
        }

        var cursor = new SqlCursor(sql);
        cursor.Reread(1);
        DescriptionKind? kind = cursor switch
        {
            _ when describes && cursor.At("HISTORY") => DescriptionKind.History,
            _ when describes && cursor.At("DETAIL") => DescriptionKind.Detail,
            _ when !describes && cursor.At("TBLPROPERTIES") => DescriptionKind.Properties,
            _ => null,
        };
        return kind is { } known && NamesTable(cursor) ? Read(cursor.Reread(2), known) : null;
    }

    /// <summary>Whether a table's name comes after the word. A table may itself be called <c>history</c>: DESCRIBE then shows
    /// its columns.</summary>
    private static bool NamesTable(SqlCursor cursor) =>
        cursor.IsName(cursor.Next + 1) && !cursor.IsAt(cursor.Next + 1, "AT", "(");

    private static Description Read(SqlCursor cursor, DescriptionKind kind)
    {
        var description = new Description(kind, cursor.TakeTarget());
        if (kind == DescriptionKind.History && cursor.TryTake("LIMIT"))
        {
            description = description with { Limit = ReadLimit(cursor) };
        }

        if (kind == DescriptionKind.Properties && cursor.TryTake("("))
        {
            description = description with { Property = PropertyReader.TakeKey(cursor) };
            cursor.Take(")", "Close the bracket of the property.");
        }

        cursor.RequireEnd(kind switch
        {
            DescriptionKind.History => "Write DESCRIBE HISTORY name LIMIT 10.",
            DescriptionKind.Detail => "Write DESCRIBE DETAIL name.",
            _ => "Write SHOW TBLPROPERTIES name or SHOW TBLPROPERTIES name ('delta.appendOnly').",
        });
        cursor.RequireWhole();
        return description;
    }

    private static long ReadLimit(SqlCursor cursor)
    {
        int first = cursor.Next;
        string number = cursor.TakeNumber("A number of versions");
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long limit)
            ? limit
            : throw cursor.Reread(first).Wrong($"{number} is no number of versions.", "Write a whole number from 0.");
    }
}
