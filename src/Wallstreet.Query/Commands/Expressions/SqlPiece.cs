namespace Wallstreet.Query.Commands.Expressions;

/// <summary>A condition or an expression of a command.</summary>
/// <param name="Text">The SQL.</param>
/// <param name="What">What it is, for messages: <c>the condition of the DELETE</c>.</param>
/// <param name="Place">Where it begins in the user's statement, if it is part of one.</param>
internal sealed record SqlPiece(string Text, string What, SqlPosition? Place = null)
{
    /// <summary>Says what is wrong at a place of this piece, with the place in the user's statement if there is one.</summary>
    public SqlSyntaxException Wrong(int line, int column, string problem, string? hint = null, Exception? cause = null)
    {
        if (Place is not { } place)
        {
            return new SqlSyntaxException(line, column, $"In {What}: {problem}", hint, cause);
        }

        return line <= 0
            ? new SqlSyntaxException(place.Line, place.Column, problem, hint, cause)
            : new SqlSyntaxException(
                place.Line + line - 1, line == 1 ? place.Column + column - 1 : column, problem, hint, cause);
    }
}
