namespace Wallstreet.Query.Commands;

/// <summary>What a clause of a MERGE does.</summary>
public enum MergeAction
{
    /// <summary>The row gets new values.</summary>
    Update,

    /// <summary>The row goes.</summary>
    Delete,

    /// <summary>A row comes. Only for rows of the source that match none.</summary>
    Insert,
}
