namespace Wallstreet.Query.Statements;

/// <summary>Reads <c>INSERT</c>.</summary>
internal static class InsertReader
{
    private const string Form = "Write INSERT INTO table (columns) SELECT … or VALUES (…); INSERT OVERWRITE replaces rows.";

    public static InsertStatement Read(SqlCursor cursor)
    {
        bool overwrite = cursor.TryTake("OVERWRITE");
        if (!cursor.TryTake("INTO") && !overwrite)
        {
            throw cursor.Wrong("INTO or OVERWRITE was expected.", Form);
        }

        _ = cursor.TryTake("TABLE");
        TargetName target = cursor.TakeTarget();
        IReadOnlyList<string> partition = cursor.TryTake("PARTITION") ? ReadPartition(cursor, overwrite) : [];
        IReadOnlyList<string> columns = IsColumnList(cursor) ? cursor.TakeNames("The names of columns") : [];
        bool byName = cursor.TryTake("BY", "NAME");
        if (byName && columns.Count > 0)
        {
            throw cursor.Wrong("BY NAME and a list of columns say two things.", "Leave one of them out.");
        }

        string? where = cursor.TryTake("REPLACE", "WHERE")
            ? cursor.TakeUntil("A condition", index => StartsQuery(cursor, index)).Text
            : null;
        string?[]? places = byName ? null : cursor.At("VALUES") ? ReadDefaults(cursor, columns) : [.. columns];
        WriteMode mode = (where, partition.Count, overwrite) switch
        {
            (not null, _, _) => WriteMode.ReplaceWhere,
            (null, > 0, _) => WriteMode.OverwritePartitions,
            (null, _, true) => WriteMode.Overwrite,
            _ => WriteMode.Append,
        };
        return new InsertStatement(target, TakeQuery(cursor), mode)
        {
            Columns = places,
            ReplaceWhere = where,
            Partition = partition,
        };
    }

    private static string TakeQuery(SqlCursor cursor) =>
        StartsQuery(cursor, cursor.Next) || cursor.At("FROM") || cursor.At("(")
            ? cursor.TakeRest()
            : throw cursor.Wrong("Rows were expected: SELECT, VALUES, FROM or WITH.", Form);

    private static IReadOnlyList<string> ReadPartition(SqlCursor cursor, bool overwrite)
    {
        if (!overwrite)
        {
            throw cursor.Wrong("PARTITION belongs to INSERT OVERWRITE.", "INSERT INTO finds each row's partition itself.");
        }

        int before = cursor.Next;
        cursor.Take("(", "Write PARTITION (column).");
        cursor.TakeUntil("The partition columns", index => cursor.IsAt(index, "="));
        if (cursor.At("="))
        {
            throw cursor.Wrong("PARTITION with values is not supported.",
                "Write INSERT INTO table REPLACE WHERE column = value SELECT …, or PARTITION (column) for all that new rows are in.");
        }

        return cursor.Reread(before).TakeNames("The partition columns");
    }

    /// <summary>Whether a bracket holds names of columns, and not a query.</summary>
    private static bool IsColumnList(SqlCursor cursor) =>
        cursor.At("(") && !StartsQuery(cursor, cursor.Next + 1) && !cursor.IsAt(cursor.Next + 1, "FROM")
        && !cursor.IsAt(cursor.Next + 1, "(");

    private static bool StartsQuery(SqlCursor cursor, int index) =>
        cursor.IsAt(index, "SELECT") || cursor.IsAt(index, "VALUES") || cursor.IsAt(index, "WITH") || cursor.IsAt(index, "TABLE");

    /// <summary>
    /// Finds DEFAULT among values. What DEFAULT is, the table says, so the place is left out of what the rows give; that
    /// goes for all rows of a statement or for none.
    /// </summary>
    private static string?[] ReadDefaults(SqlCursor cursor, IReadOnlyList<string> columns)
    {
        int first = cursor.Next;
        cursor.Take("VALUES", Form);
        List<HashSet<int>> rows = [];
        List<int> tokens = [];
        int width = columns.Count;
        do
        {
            cursor.Take("(", "Write each row in brackets.");
            HashSet<int> defaults = [];
            int place = 0;
            do
            {
                int token = cursor.Next;
                (string value, _) = cursor.TakeUntil("A value", index => cursor.IsAt(index, ","));
                if (value.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase))
                {
                    defaults.Add(place);
                    tokens.Add(token);
                }

                place++;
            }
            while (cursor.TryTake(","));
            cursor.Take(")", "Close the bracket of the row.");
            rows.Add(defaults);
            width = Math.Max(width, place);
        }
        while (cursor.TryTake(","));
        if (tokens.Count == 0)
        {
            cursor.Reread(first);
            return [.. columns];
        }

        if (columns.Count == 0)
        {
            throw cursor.Reread(tokens[0]).Wrong("DEFAULT needs the names of the columns.", "Write INSERT INTO table (a, b) VALUES (1, DEFAULT).");
        }

        if (rows.Exists(row => !row.SetEquals(rows[0])))
        {
            throw cursor.Reread(tokens[0]).Wrong("DEFAULT stands in some rows and not in others.",
                "Write one INSERT for the rows with DEFAULT and one for the others.");
        }

        tokens.ForEach(cursor.Blank);
        cursor.Reread(first);
        return [.. columns.Select((name, place) => rows[0].Contains(place) ? null : name)];
    }
}
