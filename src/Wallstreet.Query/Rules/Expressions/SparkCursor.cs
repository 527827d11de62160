using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Goes through the tokens of a Spark SQL expression.</summary>
internal sealed class SparkCursor(string text)
{
    private readonly IReadOnlyList<SparkToken> _tokens = SparkScanner.Scan(text);
    private int _next;

    public SparkToken Current => TokenAt(_next);

    public SparkToken Following => TokenAt(_next + 1);

    /// <summary>The current token, which is passed.</summary>
    public SparkToken Next() => TokenAt(_next++);

    /// <summary>Passes a keyword or symbol if it is the current token.</summary>
    public bool Take(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        _next++;
        return true;
    }

    /// <exception cref="ExpressionException">Another token stands there.</exception>
    public void Require(string word)
    {
        if (!Take(word))
        {
            throw new ExpressionException($"'{word}' is expected, not '{Current.Value}'.", Current.Column);
        }
    }

    /// <summary>A name, in backquotes or not.</summary>
    /// <exception cref="ExpressionException">Something else stands there.</exception>
    public string TakeName() => Current.Kind is SparkTokenKind.Word or SparkTokenKind.QuotedName
        ? Next().Value
        : throw new ExpressionException($"A name is expected, not '{Current.Value}'.", Current.Column);

    /// <summary>A type: up to the bracket that closes the cast around it, or a word with what its own brackets hold.
    /// </summary>
    /// <exception cref="ExpressionException">It is no type.</exception>
    public DeltaType TakeType(bool upToBracket)
    {
        int start = Current.Column - 1;
        int open = 0;
        do
        {
            open += Current.Is("(") ? 1 : Current.Is(")") ? -1 : 0;
            _next++;
        }
        while (Current.Kind != SparkTokenKind.End && (upToBracket ? open > 0 || !Current.Is(")") : open > 0 || Current.Is("(")));

        try
        {
            return TypeText.Parse(text[start..Math.Min(Current.Column - 1, text.Length)].Trim());
        }
        catch (Delta.SchemaMismatchException unknown)
        {
            throw new ExpressionException(unknown.Message, start + 1);
        }
    }

    /// <summary>A token; after the last one there is only the end.</summary>
    private SparkToken TokenAt(int index) => _tokens[Math.Min(index, _tokens.Count - 1)];
}
