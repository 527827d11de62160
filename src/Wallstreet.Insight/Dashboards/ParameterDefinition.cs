namespace Wallstreet.Insight.Dashboards;

/// <summary>A filter of a dashboard, passed to its SQL as <c>$name</c>.</summary>
/// <param name="Name">The name in SQL, without the dollar sign.</param>
/// <param name="Kind">What it asks for.</param>
public sealed record ParameterDefinition(string Name, ParameterKind Kind)
{
    /// <summary>What is shown beside it.</summary>
    public string Label { get; init; } = Name;

    /// <summary>The choices, when they stand in the file.</summary>
    public IReadOnlyList<ParameterOption> Options { get; init; } = [];

    /// <summary>SQL that yields the choices: the first column is the value, the second (if any) the label.</summary>
    public SqlText? OptionsSql { get; init; }

    /// <summary>
    /// The value when none is given: one text for most kinds, several for <see cref="ParameterKind.Multi"/>, from and to
    /// for <see cref="ParameterKind.DateRange"/>. Dates may be relative: <c>today</c>, <c>-30d</c>, <c>-6m</c>, <c>-5y</c>.
    /// Empty: the first choice, or nothing.
    /// </summary>
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <summary>The names that SQL may use for it, without the dollar sign.</summary>
    public IReadOnlyList<string> SqlNames => Kind == ParameterKind.DateRange ? [Name + "_from", Name + "_to"] : [Name];
}
