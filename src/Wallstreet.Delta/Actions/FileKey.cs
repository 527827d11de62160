namespace Wallstreet.Delta.Actions;

/// <summary>What makes a logical file one and the same: its path and its deletion vector.</summary>
/// <remarks>Protocol section "Action Reconciliation".</remarks>
internal readonly record struct FileKey(string Path, string? DeletionVectorId)
{
    public static FileKey Of(string path, DeletionVectorDescriptor? deletionVector) =>
        new(Canonicalize(path), deletionVector?.UniqueId);

    /// <summary>Writers disagree on how to write a local absolute path; all of them mean one file.</summary>
    private static string Canonicalize(string path)
    {
        if (path.StartsWith("file:", StringComparison.Ordinal))
        {
            return "file:///" + path.AsSpan("file:".Length).TrimStart('/').ToString();
        }

        return path.StartsWith('/') ? "file:///" + path.TrimStart('/') : path;
    }
}
