using System.Text.Json;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>What the history says of a MERGE: Spark's names.</summary>
internal static class MergeParameters
{
    public static void Add(Dictionary<string, string> parameters, MergeCommand command)
    {
        parameters["predicate"] = JsonSerializer.Serialize([command.On], CommandJson.Default.StringArray);
        parameters["matchedPredicates"] = Clauses(command, MergeMatch.Matched);
        parameters["notMatchedPredicates"] = Clauses(command, MergeMatch.NotMatched);
        parameters["notMatchedBySourcePredicates"] = Clauses(command, MergeMatch.NotMatchedBySource);
    }

    private static string Clauses(MergeCommand command, MergeMatch match) => JsonSerializer.Serialize(
        [.. command.Clauses.Where(clause => clause.Match == match).Select(Describe)],
        CommandJson.Default.DictionaryStringStringArray);

    private static Dictionary<string, string> Describe(MergeClause clause)
    {
        Dictionary<string, string> described = new() { ["actionType"] = Name(clause.Action) };
        if (clause.Condition is { } condition)
        {
            described["predicate"] = condition;
        }

        return described;
    }

    private static string Name(MergeAction action) => action switch
    {
        MergeAction.Insert => "insert",
        MergeAction.Update => "update",
        _ => "delete",
    };
}
