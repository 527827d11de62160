namespace Wallstreet.Delta.Scan;

/// <summary>Which rows of a file a predicate holds for, as far as partition values and statistics tell.</summary>
public enum FileMatch
{
    /// <summary>For none: the file need not be read.</summary>
    None,

    /// <summary>For some, perhaps.</summary>
    Maybe,

    /// <summary>For every row.</summary>
    All,
}
