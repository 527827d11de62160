namespace Wallstreet.Delta.Streams;

/// <summary>Why a stream cannot go on.</summary>
public enum StreamProblem
{
    /// <summary>A commit deleted rows, and no option says what then.</summary>
    RowsDeleted,

    /// <summary>A commit updated rows, or replaced some, and no option says what then.</summary>
    RowsChanged,

    /// <summary>The table's schema changed so that the stream's cannot hold its rows.</summary>
    SchemaChanged,

    /// <summary>Commits were cleaned up before the stream saw them.</summary>
    DataLost,

    /// <summary>The offset is that of another table, of a stream of another kind, or of a version that there is not.
    /// </summary>
    OffsetUnusable,
}
