namespace Wallstreet.Query.Parsing;

internal enum SqlTokenKind
{
    End,
    Word,
    QuotedWord,
    Text,
    Number,
    Parameter,
    Symbol,
}

/// <summary>One token of a SQL text, by its place in the text's UTF-8 bytes.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);
