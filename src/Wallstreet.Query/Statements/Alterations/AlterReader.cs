using Wallstreet.Delta.Schema;
using Wallstreet.Query.Statements.Definitions;

namespace Wallstreet.Query.Statements.Alterations;

/// <summary>Reads <c>ALTER TABLE</c>.</summary>
internal static class AlterReader
{
    private const string Form =
        "Write ALTER TABLE name with ADD COLUMNS, DROP COLUMNS, RENAME COLUMN, ALTER COLUMN, CHANGE COLUMN, ADD CONSTRAINT, DROP CONSTRAINT, "
        + "SET TBLPROPERTIES, UNSET TBLPROPERTIES, CLUSTER BY or DROP FEATURE.";

    public static AlterStatement Read(SqlCursor cursor)
    {
        cursor.Take("TABLE", Form);
        TargetName target = cursor.TakeTarget();
        TableAlteration alteration = ReadAlteration(cursor);
        cursor.RequireEnd("One ALTER TABLE makes one change.");
        return new AlterStatement(target, alteration);
    }

    private static TableAlteration ReadAlteration(SqlCursor cursor)
    {
        int first = cursor.Next;
        return cursor switch
        {
            _ when cursor.TryTake("ADD") => ReadAddition(cursor, first),
            _ when cursor.TryTake("DROP") => ReadRemoval(cursor, first),
            _ when cursor.TryTake("RENAME") => ReadRenaming(cursor, first),
            _ when cursor.TryTake("ALTER") => ColumnChangeReader.ReadAlter(cursor),
            _ when cursor.TryTake("CHANGE") => ColumnChangeReader.ReadChange(cursor),
            _ when cursor.TryTake("SET", "TBLPROPERTIES") => new PropertyChange(PropertyReader.Read(cursor)),
            _ when cursor.TryTake("UNSET", "TBLPROPERTIES") => ReadUnset(cursor),
            _ when cursor.TryTake("CLUSTER", "BY") => ReadClustering(cursor),
            _ => throw cursor.Wrong($"What is to change was expected{cursor.Found()}.", Form),
        };
    }

    private static TableAlteration ReadAddition(SqlCursor cursor, int first) => cursor switch
    {
        _ when cursor.TryTake("COLUMNS") || cursor.TryTake("COLUMN") => AdditionReader.Read(cursor),
        _ when cursor.TryTake("CONSTRAINT") => ReadConstraint(cursor),
        _ => throw cursor.Reread(first).Wrong("Of what ADD can add, COLUMN, COLUMNS or CONSTRAINT was expected.", Form),
    };

    private static TableAlteration ReadRemoval(SqlCursor cursor, int first)
    {
        if (cursor.TryTake("COLUMNS") || cursor.TryTake("COLUMN"))
        {
            bool ifExists = cursor.TryTake("IF", "EXISTS");
            return new ColumnRemoval(cursor.TakePaths("The name of a column"), ifExists);
        }

        if (cursor.TryTake("CONSTRAINT"))
        {
            bool ifExists = cursor.TryTake("IF", "EXISTS");
            return new ConstraintRemoval(cursor.TakeName("The name of a constraint"), ifExists);
        }

        if (cursor.TryTake("FEATURE"))
        {
            string feature = cursor.AtText ? cursor.TakeText("A feature") : cursor.TakeName("The name of a feature");
            return new FeatureRemoval(feature, cursor.TryTake("TRUNCATE", "HISTORY"));
        }

        throw cursor.Reread(first).Wrong("Of what DROP can drop, COLUMN, COLUMNS, CONSTRAINT or FEATURE was expected.", Form);
    }

    private static ColumnRenaming ReadRenaming(SqlCursor cursor, int first)
    {
        if (cursor.At("TO"))
        {
            throw cursor.Reread(first).Wrong("A table cannot be renamed: its name is where it lies.",
                "RENAME COLUMN a TO b renames a column.");
        }

        cursor.Take("COLUMN", "Write RENAME COLUMN a TO b.");
        var column = new ColumnPath(cursor.TakePath("The name of a column"));
        cursor.Take("TO", "Write RENAME COLUMN a TO b.");
        string name = cursor.TakeName("The new name");
        return !cursor.At(".")
            ? new ColumnRenaming(column, name)
            : throw cursor.Wrong("The new name is one of the same struct.", "Write it without the names of the structs that hold the column.");
    }

    private static ConstraintAddition ReadConstraint(SqlCursor cursor)
    {
        const string Hint = "Write ADD CONSTRAINT name CHECK (condition).";
        string name = cursor.TakeName("The name of a constraint");
        if (cursor.At("PRIMARY") || cursor.At("FOREIGN") || cursor.At("UNIQUE"))
        {
            throw cursor.Wrong("Keys are not enforced by Delta tables.", "CHECK constraints are. " + Hint);
        }

        cursor.Take("CHECK", Hint);
        cursor.Take("(", Hint);
        string expression = cursor.TakeSpark("A condition");
        cursor.Take(")", "Close the bracket of the condition.");
        return new ConstraintAddition(name, expression);
    }

    private static PropertyRemoval ReadUnset(SqlCursor cursor)
    {
        bool ifExists = cursor.TryTake("IF", "EXISTS");
        return new PropertyRemoval(PropertyReader.ReadKeys(cursor), ifExists);
    }

    private static ClusteringChange ReadClustering(SqlCursor cursor)
    {
        if (cursor.At("AUTO"))
        {
            throw cursor.Wrong("Columns are not chosen for you.", "Write CLUSTER BY (a, b) or CLUSTER BY NONE.");
        }

        if (cursor.TryTake("NONE"))
        {
            return new ClusteringChange([]);
        }

        return cursor.At("(")
            ? new ClusteringChange(cursor.TakePaths("The name of a column"))
            : throw cursor.Wrong($"Columns in brackets were expected{cursor.Found()}.", "Write CLUSTER BY (a, b) or CLUSTER BY NONE.");
    }
}
