using Wallstreet.Delta.Scan;

namespace Wallstreet.Query.Maintenance;

/// <summary>Files of one partition whose rows go together into new files.</summary>
/// <param name="Files">The files.</param>
/// <param name="Layout">By which columns the rows are laid out; null leaves them in their order.</param>
internal sealed record Rewrite(IReadOnlyList<ScanFile> Files, Layout? Layout)
{
    /// <summary>The partition's values as the log has them.</summary>
    public IReadOnlyDictionary<string, string?> PartitionValues => Files[0].Add.PartitionValues;

    /// <summary>Whether the rows of a file, one by one, keep what the file says of how they are laid out.</summary>
    public bool KeepsLayout { get; init; }

    public long SizeBytes { get; } = Files.Sum(static file => file.Add.SizeBytes);
}
