using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Statements.Definitions;

/// <summary>Reads the columns of a new table: names, types and what each is to have.</summary>
internal sealed class ColumnReader(SqlCursor cursor, Dictionary<string, string> features)
{
    private const string After =
        "After a column's type come NOT NULL, DEFAULT value, COMMENT 'text' and GENERATED ALWAYS AS (expression) or AS IDENTITY.";

    private readonly HashSet<string> _said = [];

    /// <summary>Reads columns in brackets. What they need of the table's protocol goes into the features.</summary>
    public static List<StructField> Read(SqlCursor cursor, Dictionary<string, string> features, string form)
    {
        cursor.Take("(", form);
        List<StructField> columns = [];
        do
        {
            columns.Add(new ColumnReader(cursor, features).ReadColumn());
        }
        while (cursor.TryTake(","));
        cursor.Take(")", "Close the bracket of the columns.");
        return columns;
    }

    private StructField ReadColumn()
    {
        if (cursor.At("CONSTRAINT") && cursor.IsAt(cursor.Next + 2, "CHECK"))
        {
            throw cursor.Wrong("CHECK constraints are not part of CREATE TABLE.",
                "Make the table, then ALTER TABLE name ADD CONSTRAINT name CHECK (condition).");
        }

        string name = cursor.TakeName("The name of a column");
        var field = new StructField(name, TypeReader.Read(cursor, $"The type of {name}"));
        while (!cursor.AtEnd && !cursor.At(",") && !cursor.At(")"))
        {
            field = ReadClause(field);
        }

        return field;
    }

    private StructField ReadClause(StructField field)
    {
        int first = cursor.Next;
        if (cursor.TryTake("NOT", "NULL"))
        {
            RequireNew("NOT NULL", first);
            return field with { Nullable = false };
        }

        if (cursor.TryTake("COMMENT"))
        {
            RequireNew("COMMENT", first);
            return field.WithComment(cursor.TakeText("A comment"));
        }

        if (cursor.TryTake("GENERATED"))
        {
            RequireNew("A value of its own", first);
            return ReadGenerated(field);
        }

        cursor.Take("DEFAULT", After);
        RequireNew("A value of its own", first);
        features["delta.feature.allowColumnDefaults"] = "supported";
        return With(field, "CURRENT_DEFAULT", cursor.TakeSpark("A value", "NOT", "COMMENT", "DEFAULT", "GENERATED"));
    }

    private StructField ReadGenerated(StructField field)
    {
        bool always = cursor.TryTake("ALWAYS");
        if (!always && !cursor.TryTake("BY", "DEFAULT"))
        {
            throw cursor.Wrong("ALWAYS or BY DEFAULT was expected.", After);
        }

        cursor.Take("AS", After);
        int first = cursor.Next;
        if (cursor.TryTake("IDENTITY"))
        {
            IdentityColumn identity = ReadIdentity(!always);
            try
            {
                return identity.ApplyTo(field);
            }
            catch (SchemaMismatchException wrong)
            {
                throw cursor.Reread(first).Wrong(wrong.Message);
            }
        }

        if (!always)
        {
            throw cursor.Wrong("BY DEFAULT belongs to AS IDENTITY.", "A column is GENERATED ALWAYS AS (expression).");
        }

        cursor.Take("(", "Write GENERATED ALWAYS AS (expression).");
        string expression = cursor.TakeSpark("An expression");
        cursor.Take(")", "Close the bracket of the expression.");
        return With(field, "delta.generationExpression", expression);
    }

    /// <summary>Reads <c>(START WITH n INCREMENT BY n)</c>, either or nothing.</summary>
    private IdentityColumn ReadIdentity(bool explicitly)
    {
        const string Form = "Write IDENTITY (START WITH 1 INCREMENT BY 1).";
        long? start = null;
        long? step = null;
        if (cursor.TryTake("("))
        {
            while (!cursor.TryTake(")"))
            {
                if (start is null && cursor.TryTake("START", "WITH"))
                {
                    start = ReadWhole("The first number");
                }
                else if (step is null && cursor.TryTake("INCREMENT", "BY"))
                {
                    step = ReadWhole("The step");
                }
                else
                {
                    throw cursor.Wrong("START WITH or INCREMENT BY was expected.", Form);
                }

                _ = cursor.TryTake(",");
            }
        }

        return new IdentityColumn(start ?? 1, step ?? 1, null, explicitly);

        long ReadWhole(string what)
        {
            int first = cursor.Next;
            return long.TryParse(cursor.TakeNumber(what), System.Globalization.CultureInfo.InvariantCulture, out long number)
                && (number != 0 || what != "The step")
                ? number
                : throw cursor.Reread(first).Wrong($"{what} is a whole number of 64 bits, and a step is not 0.", Form);
        }
    }

    private void RequireNew(string what, int first)
    {
        if (!_said.Add(what))
        {
            throw cursor.Reread(first).Wrong($"{what} is said twice of one column.", "Say it once.");
        }
    }

    private static StructField With(StructField field, string key, string expression) => field with
    {
        Metadata = new Dictionary<string, JsonElement>(field.Metadata)
        {
            [key] = JsonSerializer.SerializeToElement(expression, Commands.CommandJson.Default.String),
        },
    };
}
