namespace Wallstreet.Query.Commands;

/// <summary>Which rows a clause of a MERGE is for.</summary>
public enum MergeMatch
{
    /// <summary>Rows of the table that match a row of the source.</summary>
    Matched,

    /// <summary>Rows of the source that match no row of the table.</summary>
    NotMatched,

    /// <summary>Rows of the table that match no row of the source.</summary>
    NotMatchedBySource,
}
