namespace Wallstreet.Query.Maintenance;

/// <summary>How far OPTIMIZE is.</summary>
/// <param name="BytesDone">The bytes of files that are rewritten.</param>
/// <param name="BytesTotal">The bytes of files to rewrite.</param>
/// <param name="FilesDone">How many files are rewritten.</param>
/// <param name="FilesTotal">How many files there are to rewrite.</param>
public readonly record struct OptimizeProgress(long BytesDone, long BytesTotal, int FilesDone, int FilesTotal);
