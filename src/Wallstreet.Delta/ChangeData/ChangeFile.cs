using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.ChangeData;

/// <summary>A file with changed rows of one version.</summary>
/// <param name="Version">The version that changed them.</param>
/// <param name="Kind">What happened to the rows.</param>
/// <param name="Scan">The file. Its partition values hold, beside the table's, those of <c>_commit_version</c>,
/// <c>_commit_timestamp</c> and, unless the file records it, <c>_change_type</c>; its deletion vector tells rows that
/// did not change.</param>
public sealed record ChangeFile(long Version, ChangeKind Kind, ScanFile Scan)
{
    /// <summary>When given, only these rows of the file changed.</summary>
    public DeletionVectorDescriptor? Within { get; init; }

    /// <summary>The file's path as the log has it.</summary>
    public string Path => Scan.Add.Path;

    /// <summary>The file's size.</summary>
    public long SizeBytes => Scan.Add.SizeBytes;

    /// <summary>Whether all rows are known to match the plan's filter, or it must be applied.</summary>
    public FileMatch Match => Scan.Match;
}
