namespace Wallstreet.Query.Statements;

/// <summary>What a statement tells beside its changes, as rows: the metrics of OPTIMIZE and RESTORE, the files of VACUUM.</summary>
/// <param name="Columns">The names of the columns; where Spark has the same, Spark's.</param>
/// <param name="Rows">The rows. Values are texts and <see cref="long"/>, or <see langword="null"/>.</param>
public sealed record StatementReport(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>A report of one row.</summary>
    internal static StatementReport Of(params IReadOnlyList<(string Name, object? Value)> values) =>
        new([.. values.Select(static value => value.Name)], [[.. values.Select(static value => value.Value)]]);
}
