using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>A MERGE whose source is there and whose expressions are read.</summary>
/// <param name="Source">The rows of the source.</param>
/// <param name="On">The condition under which rows match.</param>
/// <param name="Clauses">The clauses in their order.</param>
/// <param name="Schema">The table's columns, with those that are added.</param>
internal sealed record MergePlan(
    MergeSource Source, Expression On, IReadOnlyList<PlannedClause> Clauses, TargetSchema Schema)
{
    /// <summary>Whether the rows of the source were held against the table's rules already.</summary>
    public bool RulesKept { get; init; }

    /// <summary>The clauses for a kind of rows.</summary>
    public IReadOnlyList<PlannedClause> Of(MergeMatch match) => [.. Clauses.Where(clause => clause.Match == match)];

    /// <summary>Whether rows of the source that match none matter.</summary>
    public bool Inserts => Clauses.Any(static clause => clause.Match == MergeMatch.NotMatched);

    /// <summary>Whether rows of the table that match a row of the source matter by themselves.</summary>
    public bool ChangesMatched => Clauses.Any(static clause => clause.Match == MergeMatch.Matched);

    /// <summary>Whether rows of the table that match no row of the source matter.</summary>
    public bool ChangesUnmatched => Clauses.Any(static clause => clause.Match == MergeMatch.NotMatchedBySource);

    /// <summary>Whether several rows of the source may match one of the table: all that is done is to delete it.</summary>
    public bool AllowsSeveralMatches =>
        Of(MergeMatch.Matched) is [{ Action: MergeAction.Delete, Condition: null }];

    /// <summary>
    /// The number of the first clause of a kind that holds, 0 if none does. Numbers count all clauses from 1.
    /// </summary>
    public string Choice(MergeMatch match)
    {
        IReadOnlyList<PlannedClause> clauses = Of(match);
        return clauses.Count == 0
            ? "0"
            : "CASE " + string.Join(' ', clauses.Select(
                static clause => $"WHEN {clause.Condition?.Bracketed ?? "true"} THEN {SqlText.Number(clause.Number)}")) + " ELSE 0 END";
    }

    /// <summary>The values of all columns of the table for the rows of some clauses.</summary>
    /// <param name="clauses">The clauses; the row's is in <see cref="MergeSource.Clause"/>.</param>
    /// <param name="kept">What stands for a column as it was.</param>
    public string Values(IReadOnlyList<PlannedClause> clauses, Func<StructField, string> kept)
    {
        return string.Join(", ", Schema.Schema.Fields.Select(field =>
        {
            string type = DuckTypes.Stored(field.Type);
            string[] values = [.. clauses.Select(clause => $"CAST({clause.Value(field, kept(field))} AS {type})")];
            string value = values.Distinct().Count() == 1
                ? values[0]
                : $"CASE {MergeSource.Clause} " + string.Join(' ', clauses.Zip(values,
                    static (clause, text) => $"WHEN {SqlText.Number(clause.Number)} THEN {text}")) + " END";
            return $"{value} AS {SqlText.Name(field.Name)}";
        }));
    }
}

/// <summary>A clause of a MERGE whose expressions are read.</summary>
internal sealed record PlannedClause(int Number, MergeMatch Match, MergeAction Action, Expression? Condition)
{
    /// <summary>The values of columns that are set by expressions; <see langword="null"/> if the source's columns are taken.</summary>
    public Assignments? Set { get; init; }

    /// <summary>The columns that are taken from the source's of the same name, quoted, by the table's name.</summary>
    public IReadOnlyDictionary<string, string> Taken { get; init; } = new Dictionary<string, string>();

    /// <summary>The columns that it gives values.</summary>
    public IReadOnlyCollection<string> Given => Set is null ? [.. Taken.Keys] : Set.Given;

    /// <summary>Whether a column gets a value of its own, whatever it was.</summary>
    public bool Replaces(StructField field) => Set?.Replaces(field) ?? Taken.ContainsKey(field.Name);

    /// <summary>The value of a column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="kept">Its value as it was.</param>
    public string Value(StructField field, string kept) =>
        Set is null ? Taken.GetValueOrDefault(field.Name, kept) : Set.Value(field, kept);
}
