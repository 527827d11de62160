namespace Wallstreet.Insight.Questions;

/// <summary>The rows of a question.</summary>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Rows">The rows; each as long as <paramref name="Columns"/>.</param>
public sealed record Answer(IReadOnlyList<AnswerColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Whether there were more rows than were read.</summary>
    public bool Truncated { get; init; }

    /// <summary>The table versions that were read.</summary>
    public IReadOnlyList<TableRead> Tables { get; init; } = [];
}
