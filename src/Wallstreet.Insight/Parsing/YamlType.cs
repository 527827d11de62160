namespace Wallstreet.Insight.Parsing;

internal enum YamlType
{
    Text,
    WholeNumber,
    Flag,

    /// <summary>A list of text.</summary>
    Texts,

    /// <summary>One text, or a list of them.</summary>
    TextOrTexts,

    /// <summary>A mapping of its own.</summary>
    Shape,

    /// <summary>A list of mappings.</summary>
    Shapes,

    /// <summary>A list whose items are text or mappings.</summary>
    TextsOrShapes,

    /// <summary>A scalar, a list of scalars, or a mapping: what a default may be.</summary>
    AnyValue,
}
