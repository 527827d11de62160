using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Delta.Transactions;

/// <summary>Rows to delete from a file as the newest version has it.</summary>
/// <param name="File">The file.</param>
/// <param name="Rows">The rows to delete.</param>
/// <param name="Depends">More rows that must still be there, or <see langword="null"/>.</param>
internal sealed record PendingDeletion(AddFile File, DeletionVector Rows, DeletionVector? Depends)
{
    public PendingDeletion(AddFile file, RowDeletion deletion)
        : this(file, deletion.Rows, deletion.Depends)
    {
    }
}
