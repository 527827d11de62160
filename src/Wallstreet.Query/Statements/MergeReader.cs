using Wallstreet.Query.Commands;
using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Statements;

/// <summary>Reads <c>MERGE</c>.</summary>
internal static class MergeReader
{
    private const string Form =
        "Write MERGE INTO table USING source ON condition WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *.";

    public static RowStatement Read(SqlCursor cursor)
    {
        bool evolves = cursor.TryTake("WITH", "SCHEMA", "EVOLUTION");
        cursor.Take("INTO", Form);
        TargetName target = cursor.TakeTarget();
        string? alias = cursor.TakeAlias("USING");
        cursor.Take("USING", Form);
        (string source, SqlPosition sourcePlace) = cursor.TakeUntil("A source", index => cursor.IsAt(index, "ON"));
        cursor.Take("ON", Form);
        (string on, SqlPosition onPlace) = cursor.TakeUntil("A condition", index => IsClause(cursor, index));
        List<MergeClause> clauses = [];
        while (!cursor.AtEnd)
        {
            cursor.Take("WHEN", Form);
            clauses.Add(ReadClause(cursor));
        }

        return new RowStatement(target, new MergeCommand(source, on, clauses)
        {
            Name = target.Display,
            Alias = alias,
            AddColumns = evolves,
            SourcePlace = sourcePlace,
            OnPlace = onPlace,
        });
    }

    private static bool IsClause(SqlCursor cursor, int index) =>
        cursor.IsAt(index, "WHEN", "MATCHED") || cursor.IsAt(index, "WHEN", "NOT", "MATCHED");

    private static MergeClause ReadClause(SqlCursor cursor)
    {
        MergeMatch match = MergeMatch.Matched;
        if (cursor.TryTake("NOT"))
        {
            cursor.Take("MATCHED", Form);
            match = cursor.TryTake("BY", "SOURCE") ? MergeMatch.NotMatchedBySource : MergeMatch.NotMatched;
            _ = match == MergeMatch.NotMatched && cursor.TryTake("BY", "TARGET");
        }
        else
        {
            cursor.Take("MATCHED", Form);
        }

        (string Text, SqlPosition Place)? condition = cursor.TryTake("AND")
            ? cursor.TakeUntil("A condition", index => cursor.IsAt(index, "THEN"))
            : null;
        cursor.Take("THEN", Form);
        return ReadAction(cursor, match) with { Condition = condition?.Text, ConditionPlace = condition?.Place };
    }

    private static MergeClause ReadAction(SqlCursor cursor, MergeMatch match)
    {
        if (cursor.TryTake("DELETE"))
        {
            return new MergeClause(match, MergeAction.Delete);
        }

        if (cursor.TryTake("INSERT"))
        {
            return new MergeClause(match, MergeAction.Insert) { Columns = cursor.TryTake("*") ? null : ReadInsert(cursor) };
        }

        cursor.Take("UPDATE", "After THEN comes UPDATE SET …, DELETE or INSERT ….");
        bool all = cursor.TryTake("*") || cursor.TryTake("SET", "*");
        if (all)
        {
            return new MergeClause(match, MergeAction.Update);
        }

        cursor.Take("SET", "Write UPDATE SET column = value, or UPDATE SET *.");
        return new MergeClause(match, MergeAction.Update)
        {
            Columns = StatementReader.ReadAssignments(cursor, index => IsClause(cursor, index)),
        };
    }

    private static List<ColumnAssignment> ReadInsert(SqlCursor cursor)
    {
        IReadOnlyList<string> names = cursor.TakeNames("The names of the columns to insert");
        cursor.Take("VALUES", "Write INSERT (a, b) VALUES (x, y), or INSERT *.");
        cursor.Take("(", "Write the values in brackets.");
        List<ColumnAssignment> values = [];
        int given = 0;
        do
        {
            (string value, SqlPosition place) = cursor.TakeUntil("A value", index => cursor.IsAt(index, ","));
            if (given < names.Count && !value.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase))
            {
                values.Add(new ColumnAssignment(names[given], value) { Place = place });
            }

            given++;
        }
        while (cursor.TryTake(","));
        cursor.Take(")", "Close the bracket of VALUES.");
        return given == names.Count
            ? values
            : throw cursor.Wrong($"INSERT names {names.Count} columns and has {given} values.", "Give each column one value.");
    }
}
