namespace Wallstreet.Query.Statements.Definitions;

/// <summary>Reads the properties of tables: <c>('key' = 'value', …)</c>, or only their keys.</summary>
internal static class PropertyReader
{
    /// <summary>Properties with their values.</summary>
    public static Dictionary<string, string> Read(SqlCursor cursor)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        ReadInto(cursor, properties);
        return properties;
    }

    /// <summary>Properties with their values, beside others.</summary>
    public static void ReadInto(SqlCursor cursor, Dictionary<string, string> properties)
    {
        cursor.Take("(", "Write TBLPROPERTIES ('delta.appendOnly' = 'true').");
        do
        {
            int first = cursor.Next;
            string key = TakeKey(cursor);
            cursor.Take("=", "Write 'property' = 'value'.");
            if (!properties.TryAdd(key, TakeValue(cursor)))
            {
                throw cursor.Reread(first).Wrong($"The property {key} is given twice.", "Give it once.");
            }
        }
        while (cursor.TryTake(","));
        cursor.Take(")", "Close the bracket of TBLPROPERTIES.");
    }

    /// <summary>The names of properties.</summary>
    public static IReadOnlyList<string> ReadKeys(SqlCursor cursor)
    {
        cursor.Take("(", "Write TBLPROPERTIES ('delta.appendOnly').");
        List<string> keys = [];
        do
        {
            keys.Add(TakeKey(cursor));
        }
        while (cursor.TryTake(","));
        cursor.Take(")", "Close the bracket of TBLPROPERTIES.");
        return keys;
    }

    /// <summary>A property's name, in quotes or as words with points between.</summary>
    public static string TakeKey(SqlCursor cursor) =>
        cursor.AtText ? cursor.TakeText("A property") : string.Join('.', cursor.TakePath("The name of a property"));

    private static string TakeValue(SqlCursor cursor) =>
        cursor.TryTake("true") ? "true"
        : cursor.TryTake("false") ? "false"
        : cursor.AtNumber ? cursor.TakeNumber("A value")
        : cursor.TakeText("A value");
}
