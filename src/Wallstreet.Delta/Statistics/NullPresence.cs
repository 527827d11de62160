namespace Wallstreet.Delta.Statistics;

/// <summary>How many of a column's values in a file are null.</summary>
public enum NullPresence
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>No value is null.</summary>
    None,

    /// <summary>Some values are null, and some are not.</summary>
    Some,

    /// <summary>Every value is null.</summary>
    All,
}
