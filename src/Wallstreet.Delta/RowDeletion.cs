using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Delta;

/// <summary>Rows that leave a file through its deletion vector. The commit writes the vector, and merges it with rows
/// that others deleted meanwhile if those are other rows.</summary>
/// <param name="File">A file of the version that was read.</param>
/// <param name="Rows">The rows to delete now, beyond those that were deleted already; may be none where only
/// <see cref="Depends"/> matters.</param>
public sealed record RowDeletion(AddFile File, DeletionVector Rows)
{
    /// <summary>The rows that must still be there for the change to hold, such as those that a MERGE matched; null for
    /// <see cref="Rows"/>. That rows are in <see cref="Rows"/> counts without being repeated here.</summary>
    public DeletionVector? Depends { get; init; }
}
