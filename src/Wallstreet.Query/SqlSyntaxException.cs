namespace Wallstreet.Query;

/// <summary>
/// A SQL text is wrong or asks for what is not allowed here. It says where, counted in lines and characters from 1.
/// </summary>
/// <param name="line">The line of the text, from 1; 0 if the place is not known.</param>
/// <param name="column">The character in the line, from 1; 0 if the place is not known.</param>
/// <param name="message">What is wrong.</param>
/// <param name="hint">How to mend it, if that is known.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class SqlSyntaxException(
    int line, int column, string message, string? hint = null, Exception? cause = null)
    : QueryException(Describe(line, column, message, hint), cause)
{
    /// <summary>The line of the text, from 1; 0 if the place is not known.</summary>
    public int Line { get; } = line;

    /// <summary>The character in the line, from 1; 0 if the place is not known.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong, without place and hint.</summary>
    public string Problem { get; } = message;

    /// <summary>How to mend it, if that is known.</summary>
    public string? Hint { get; } = hint;

    private static string Describe(int line, int column, string message, string? hint)
    {
        string place = line > 0 ? $"line {line}, column {column}: " : "";
        return hint is null ? place + message : $"{place}{message} {hint}";
    }
}
