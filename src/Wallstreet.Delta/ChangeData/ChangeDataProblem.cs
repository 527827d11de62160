namespace Wallstreet.Delta.ChangeData;

/// <summary>Why changes cannot be told.</summary>
public enum ChangeDataProblem
{
    /// <summary>The change data feed was off in a version of the range.</summary>
    NotRecorded,

    /// <summary>The feed was off, and what a commit did to rows cannot be inferred from the files it added and removed.
    /// </summary>
    NotInferable,

    /// <summary>Rows of a version do not fit the schema of the last version.</summary>
    SchemaChanged,

    /// <summary>The range ends before it begins.</summary>
    RangeReversed,

    /// <summary>The table has a column with the name of one that change data adds.</summary>
    ColumnNameTaken,
}
