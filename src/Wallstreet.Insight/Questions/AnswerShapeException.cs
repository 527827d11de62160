namespace Wallstreet.Insight.Questions;

/// <summary>An answer does not have the columns or values that a tile draws.</summary>
public sealed class AnswerShapeException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is missing, and where.</param>
    /// <param name="hint">How to mend it.</param>
    public AnswerShapeException(string message, string hint)
        : base(message + " " + hint)
    {
        Problem = message;
        Hint = hint;
    }

    /// <summary>What is missing, and where.</summary>
    public string Problem { get; }

    /// <summary>How to mend it.</summary>
    public string Hint { get; }
}
