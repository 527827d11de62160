namespace Wallstreet.Delta.ChangeData;

/// <summary>What happened to the rows of a <see cref="ChangeFile"/>.</summary>
public enum ChangeKind
{
    /// <summary>They came into the table.</summary>
    Insert,

    /// <summary>They left the table.</summary>
    Delete,

    /// <summary>The file itself says it of each row, in its column <c>_change_type</c>: it is a file of change data.
    /// </summary>
    Recorded,
}
