using Wallstreet.Delta.Actions;

namespace Wallstreet.Query.Maintenance;

/// <summary>Counts what OPTIMIZE does, over all its commits.</summary>
internal sealed class OptimizeTally(IProgress<OptimizeProgress>? progress)
{
    private readonly HashSet<string> _partitions = new(StringComparer.Ordinal);
    private OptimizeResult _result = new((long?)null);
    private OptimizeProgress _progress;

    /// <summary>A plan is known. A second one plans again what did not succeed of the first.</summary>
    public void Begin(OptimizePlan plan)
    {
        if (_result.FilesConsidered == 0)
        {
            _result = _result with { FilesConsidered = plan.FilesConsidered, FilesSkipped = plan.FilesConsidered - plan.FilesToRewrite };
        }

        Report(_progress with
        {
            BytesTotal = _progress.BytesDone + plan.BytesToRewrite,
            FilesTotal = _progress.FilesDone + plan.FilesToRewrite,
        });
    }

    public void Written(Rewrite rewrite) => Report(_progress with
    {
        BytesDone = _progress.BytesDone + rewrite.SizeBytes,
        FilesDone = _progress.FilesDone + rewrite.Files.Count,
    });

    public void Conflicted(IEnumerable<Rewritten> lost) =>
        _result = _result with { FilesConflicted = _result.FilesConflicted + lost.Sum(static item => item.Rewrite.Files.Count) };

    public void Committed(long version, IReadOnlyList<Rewritten> done)
    {
        AddFile[] adds = [.. done.SelectMany(static item => item.Adds)];
        AddFile[] removes = [.. done.SelectMany(static item => item.Rewrite.Files).Select(static file => file.Add)];
        _partitions.UnionWith(done.Select(static item => string.Join('\n', item.Rewrite.PartitionValues)));
        _result = _result with
        {
            Version = version,
            Commits = _result.Commits + 1,
            FilesRemoved = _result.FilesRemoved + removes.Length,
            BytesRemoved = _result.BytesRemoved + removes.Sum(static file => file.SizeBytes),
            FilesAdded = _result.FilesAdded + adds.Length,
            BytesAdded = _result.BytesAdded + adds.Sum(static file => file.SizeBytes),
            DeletionVectorsRemoved =
                _result.DeletionVectorsRemoved + removes.Count(static file => file.DeletionVector is not null),
        };
    }

    public OptimizeResult ToResult() => _result with { PartitionsOptimized = _partitions.Count };

    private void Report(OptimizeProgress next)
    {
        _progress = next;
        progress?.Report(next);
    }
}
