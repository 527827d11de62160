namespace Wallstreet.Query.Rules.Expressions;

/// <summary>What a piece of a Spark SQL expression is.</summary>
internal enum SparkTokenKind
{
    /// <summary>A keyword, function or plain name.</summary>
    Word,

    /// <summary>A name in backquotes.</summary>
    QuotedName,

    /// <summary>A text, its escapes read.</summary>
    Text,

    /// <summary>A number with its suffix.</summary>
    Number,

    /// <summary>An operator or bracket.</summary>
    Symbol,

    /// <summary>The end.</summary>
    End,
}
