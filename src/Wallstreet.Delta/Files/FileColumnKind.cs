namespace Wallstreet.Delta.Files;

/// <summary>What a column of a data file is.</summary>
public enum FileColumnKind
{
    /// <summary>A single value.</summary>
    Value,

    /// <summary>A group of named columns.</summary>
    Group,

    /// <summary>A list; its one child is the element.</summary>
    List,

    /// <summary>A map; its children are key and value.</summary>
    Map,
}
