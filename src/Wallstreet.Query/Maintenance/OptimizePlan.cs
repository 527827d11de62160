using Wallstreet.Delta;

namespace Wallstreet.Query.Maintenance;

/// <summary>Which files of a version are rewritten together, decided and not done yet.</summary>
/// <param name="Snapshot">The version.</param>
/// <param name="Rewrites">What is to be rewritten.</param>
/// <param name="FilesConsidered">How many files were looked at.</param>
internal sealed record OptimizePlan(Snapshot Snapshot, IReadOnlyList<Rewrite> Rewrites, int FilesConsidered)
{
    public int FilesToRewrite { get; } = Rewrites.Sum(static rewrite => rewrite.Files.Count);

    public long BytesToRewrite { get; } = Rewrites.Sum(static rewrite => rewrite.SizeBytes);
}
