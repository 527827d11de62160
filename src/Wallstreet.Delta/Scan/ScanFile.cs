using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Scan;

/// <summary>A file that a scan reads.</summary>
/// <param name="Add">The file, with its deletion vector if rows of it are deleted.</param>
/// <param name="PartitionValues">The values of the partition columns.</param>
/// <param name="Match">Whether every row is known to match the filter, or it must be applied.</param>
public sealed record ScanFile(AddFile Add, PartitionValues PartitionValues, FileMatch Match)
{
    /// <summary>Which rows are deleted, or <see langword="null"/>.</summary>
    public DeletionVectorDescriptor? DeletionVector => Add.DeletionVector;
}
