using System.Text.Json;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Statements;

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
        if (cursor.At("("))
        {
            create = create with { Columns = ReadColumns(cursor, properties) };
        }

        while (!cursor.AtEnd && !cursor.At("AS"))
        {
            create = ReadClause(cursor, create, properties);
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
            return create with { ClusterBy = cursor.TakeNames("The clustering columns") };
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
        ReadProperties(cursor, properties);
        return create;
    }

    private static void ReadProperties(SqlCursor cursor, Dictionary<string, string> properties)
    {
        cursor.Take("(", "Write TBLPROPERTIES ('delta.appendOnly' = 'true').");
        do
        {
            string key = cursor.TakeText("A property");
            cursor.Take("=", "Write 'property' = 'value'.");
            properties[key] = cursor.TryTake("true") ? "true" : cursor.TryTake("false") ? "false" : cursor.TakeText("A value");
        }
        while (cursor.TryTake(","));
        cursor.Take(")", "Close the bracket of TBLPROPERTIES.");
    }

    private static List<StructField> ReadColumns(SqlCursor cursor, Dictionary<string, string> properties)
    {
        cursor.Take("(", Form);
        List<StructField> columns = [];
        do
        {
            columns.Add(ReadColumn(cursor, properties));
        }
        while (cursor.TryTake(","));
        cursor.Take(")", "Close the bracket of the columns.");
        return columns;
    }

    private static StructField ReadColumn(SqlCursor cursor, Dictionary<string, string> properties)
    {
        string name = cursor.TakeName("The name of a column");
        int angles = 0;
        (string type, _) = cursor.TakeUntil($"The type of {name}", index =>
        {
            angles += cursor.IsAt(index, "<") ? 1 : cursor.IsAt(index, ">") ? -1 : 0;
            return angles == 0 && (cursor.IsAt(index, ",") || cursor.IsAt(index, "NOT", "NULL")
                || cursor.IsAt(index, "DEFAULT") || cursor.IsAt(index, "COMMENT") || cursor.IsAt(index, "GENERATED"));
        });
        var field = new StructField(name, TypeOf(type));
        while (!cursor.AtEnd && !cursor.At(",") && !cursor.At(")"))
        {
            if (cursor.TryTake("NOT", "NULL"))
            {
                field = field with { Nullable = false };
            }
            else if (cursor.TryTake("COMMENT"))
            {
                field = field.WithComment(cursor.TakeText("A comment"));
            }
            else
            {
                cursor.Take("DEFAULT", "After a column's type come NOT NULL, DEFAULT and COMMENT.");
                (string value, _) = cursor.TakeUntil("A value", index => cursor.IsAt(index, ",")
                    || cursor.IsAt(index, "NOT", "NULL") || cursor.IsAt(index, "COMMENT"));
                field = field with
                {
                    Metadata = new Dictionary<string, JsonElement>(field.Metadata)
                    {
                        ["CURRENT_DEFAULT"] = JsonSerializer.SerializeToElement(value, Commands.CommandJson.Default.String),
                    },
                };
                properties["delta.feature.allowColumnDefaults"] = "supported";
            }
        }

        return field;
    }

    /// <summary>Types are Spark's; DuckDB's names of texts and moments are understood too.</summary>
    private static DeltaType TypeOf(string type) => type.ToUpperInvariant() switch
    {
        "VARCHAR" or "TEXT" => PrimitiveType.String,
        "TIMESTAMPTZ" => PrimitiveType.Timestamp,
        "BLOB" => PrimitiveType.Binary,
        _ => TypeText.Parse(type),
    };
}
