namespace Wallstreet.Insight.Questions;

/// <summary>
/// Answers questions. Reads only; several calls may run at once; a cancelled call leaves nothing behind.
/// </summary>
public interface IQuerySource
{
    /// <summary>Answers one question with at most <see cref="Question.RowsMax"/> rows.</summary>
    ValueTask<Answer> AskAsync(Question question, CancellationToken cancellationToken);
}
