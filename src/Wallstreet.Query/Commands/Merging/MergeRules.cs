using System.Globalization;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>Which clauses a MERGE may have.</summary>
internal static class MergeRules
{
    public static void Require(MergeCommand command)
    {
        if (command.Clauses.Count == 0)
        {
            throw new SqlSyntaxException(0, 0, "The MERGE has no clause, so there is nothing to do.",
                "Add WHEN MATCHED THEN UPDATE SET *, or WHEN NOT MATCHED THEN INSERT *.");
        }

        for (int index = 0; index < command.Clauses.Count; index++)
        {
            RequireClause(command.Clauses[index], index + 1);
        }

        foreach (MergeMatch match in Enum.GetValues<MergeMatch>())
        {
            MergeClause[] clauses = [.. command.Clauses.Where(clause => clause.Match == match)];
            if (clauses.SkipLast(1).Any(static clause => clause.Condition is null))
            {
                throw new SqlSyntaxException(0, 0,
                    "A clause without a condition stands before another of its kind, which could never hold.",
                    "Give it a condition with AND, or put it last.");
            }
        }
    }

    private static void RequireClause(MergeClause clause, int number)
    {
        bool fits = clause.Match == MergeMatch.NotMatched
            ? clause.Action == MergeAction.Insert
            : clause.Action != MergeAction.Insert;
        string which = string.Create(CultureInfo.InvariantCulture, $"Clause {number} of the MERGE");
        if (!fits)
        {
            throw new SqlSyntaxException(0, 0, $"{which} cannot {Name(clause.Action)}.",
                "WHEN NOT MATCHED inserts; WHEN MATCHED and WHEN NOT MATCHED BY SOURCE update or delete.");
        }

        if (clause is { Action: MergeAction.Insert, Columns: { } columns }
            && columns.FirstOrDefault(static column => column.Column.Names.Count > 1) is { } nested)
        {
            throw new SqlSyntaxException(0, 0, $"{which} inserts into {nested.Column}, a field of a struct.",
                $"A new row has no struct yet: give {nested.Column.Names[0]} as a whole, such as {{'a': 1, 'b': 2}}.");
        }

        if (clause is { Match: MergeMatch.NotMatchedBySource, Action: MergeAction.Update, Columns: null })
        {
            throw new SqlSyntaxException(0, 0, $"{which} has no row of the source to take values from.",
                "Name the columns: UPDATE SET a = 1.");
        }
    }

    private static string Name(MergeAction action) => action switch
    {
        MergeAction.Insert => "insert",
        MergeAction.Update => "update",
        _ => "delete",
    };
}
