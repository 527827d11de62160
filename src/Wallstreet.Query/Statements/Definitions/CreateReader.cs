namespace Wallstreet.Query.Statements.Definitions;

/// <summary>Reads <c>CREATE TABLE</c>.</summary>
internal static class CreateReader
{
    private const string Form = "Write CREATE TABLE name PARTITIONED BY (column) AS SELECT …, or CREATE TABLE name (column type, …).";

    public static CreateStatement Read(SqlCursor cursor)
    {
        bool replace = cursor.TryTake("OR", "REPLACE");
        cursor.Take("TABLE", Form);
        bool ifNotExists = cursor.TryTake("IF", "NOT", "EXISTS");
        if (replace && ifNotExists)
        {
            throw cursor.Wrong("OR REPLACE and IF NOT EXISTS say two things.", "Leave one of them out.");
        }

        var create = new CreateStatement(cursor.TakeTarget()) { OrReplace = replace, IfNotExists = ifNotExists };
        Dictionary<string, string> properties = [];
        Dictionary<string, string> features = [];
        if (cursor.At("("))
        {
            create = create with { Columns = ColumnReader.Read(cursor, features, Form) };
        }

        while (!cursor.AtEnd && !cursor.At("AS"))
        {
            create = ReadClause(cursor, create, properties);
        }

        foreach ((string feature, string supported) in features)
        {
            properties[feature] = supported;
        }

        create = create with { Properties = properties };
        if (!cursor.TryTake("AS"))
        {
            return create.Columns.Count > 0 ? create : throw cursor.Wrong("The table would have no columns.", Form);
        }

        return create.Columns.Count == 0
            ? create with { Query = cursor.TakeRest() }
            : throw cursor.Wrong("Columns and a query were given.", "The columns of CREATE TABLE … AS are the query's: cast them there.");
    }

    private static CreateStatement ReadClause(SqlCursor cursor, CreateStatement create, Dictionary<string, string> properties)
    {
        if (cursor.TryTake("USING"))
        {
            cursor.Take("DELTA", "Tables are Delta tables.");
            return create;
        }

        if (cursor.TryTake("PARTITIONED", "BY") || cursor.TryTake("PARTITION", "BY"))
        {
            return create with { PartitionBy = cursor.TakeNames("The partition columns") };
        }

        if (cursor.TryTake("CLUSTER", "BY"))
        {
            return create with { ClusterBy = cursor.TakePaths("The name of a column") };
        }

        if (cursor.TryTake("COMMENT"))
        {
            return create with { Comment = cursor.TakeText("A comment") };
        }

        if (cursor.TryTake("LOCATION"))
        {
            string location = cursor.TakeText("A location");
            return create with { Target = create.Target with { Dotted = null, Location = location } };
        }

        cursor.Take("TBLPROPERTIES", Form);
        PropertyReader.ReadInto(cursor, properties);
        return create;
    }
}
