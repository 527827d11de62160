using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Planning;

/// <summary>
/// Turns a request into steps. Its cost grows with the number of partitions, not with the number of pairs of them.
/// </summary>
/// <param name="time">The clock that says which partitions exist.</param>
public sealed class RunPlanner(TimeProvider time)
{
    private static readonly PartitionMapping _identity = new PartitionMapping.Identity();

    /// <summary>Plans a run.</summary>
    /// <param name="graph">All assets.</param>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="UnknownAssetException">The request names an asset that does not exist.</exception>
    /// <exception cref="UnknownPartitionException">The request names a partition that does not exist, or not yet.</exception>
    /// <exception cref="NothingToRunException">The request selects nothing that can be made.</exception>
    public RunPlan Plan(AssetGraph graph, RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(request);
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<AssetDefinition> selected = request.Selection.Resolve(graph);
        AssetDefinition[] assets = [.. selected.Where(asset => asset.Compute is not null)];
        if (assets.Length == 0)
        {
            throw new NothingToRunException(selected.Count == 0
                ? $"The selection \"{request.Selection}\" fits no asset. Try it with `wallstreet assets list`."
                : $"The selection \"{request.Selection}\" fits only assets that others make. Add one that is made here.");
        }

        PartitionFinder finder = new(request.Partitions, assets, now);
        List<PlannedStep> steps = [];
        Dictionary<AssetKey, PlannedAsset> planned = [];
        foreach (AssetDefinition asset in assets)
        {
            planned.Add(asset.Key, AddSteps(asset, finder, request.Completed, planned, steps));
        }

        return new RunPlan(request, graph, now, assets, steps);
    }

    private static PlannedAsset AddSteps(
        AssetDefinition asset,
        PartitionFinder finder,
        CompletedWork completed,
        Dictionary<AssetKey, PlannedAsset> planned,
        List<PlannedStep> steps)
    {
        (PlannedAsset Upstream, PartitionMapping Mapping)[] upstreams =
        [
            .. asset.Upstreams
                .Where(up => planned.ContainsKey(up.Key))
                .Select(up => (planned[up.Key], up.Mapping ?? _identity)),
        ];
        int level = upstreams.Length == 0 ? 0 : upstreams.Max(up => up.Upstream.Level) + 1;
        int first = steps.Count;
        foreach (OrdinalRange ordinals in FindBatches(asset, finder, completed))
        {
            List<StepRange> dependencies = new(upstreams.Length);
            foreach ((PlannedAsset upstream, PartitionMapping mapping) in upstreams)
            {
                StepRange range = upstream.FindSteps(asset.Partitions, ordinals, mapping, steps);
                if (range.Count > 0 && !dependencies.Contains(range))
                {
                    dependencies.Add(range);
                }
            }

            steps.Add(new PlannedStep(steps.Count, asset, ordinals, level, dependencies));
        }

        int available = asset.Partitions?.CountAt(finder.Now) ?? 0;
        return new PlannedAsset(asset.Partitions, available, level, new StepRange(first, steps.Count - first));
    }

    /// <summary>The partitions of each step; one empty range for an asset without partitions.</summary>
    private static IEnumerable<OrdinalRange> FindBatches(AssetDefinition asset, PartitionFinder finder, CompletedWork completed)
    {
        if (asset.Partitions is not { } partitions)
        {
            return completed.Contains(asset.Key) ? [] : [OrdinalRange.None];
        }

        IReadOnlySet<PartitionKey> done = completed.GetPartitions(asset.Key);
        IEnumerable<OrdinalRange> wanted = finder.Find(asset, partitions);
        return Cut(
            done.Count == 0 ? wanted : wanted.SelectMany(range => LeaveOut(range, partitions, done)),
            asset.Batch.PartitionsPerStepMax);
    }

    private static IEnumerable<OrdinalRange> LeaveOut(
        OrdinalRange range, PartitionsDefinition partitions, IReadOnlySet<PartitionKey> done)
    {
        int start = range.Start;
        for (int ordinal = range.Start; ordinal < range.End; ordinal++)
        {
            if (done.Contains(partitions.GetKeyAt(ordinal)))
            {
                if (ordinal > start)
                {
                    yield return OrdinalRange.Between(start, ordinal);
                }

                start = ordinal + 1;
            }
        }

        if (range.End > start)
        {
            yield return OrdinalRange.Between(start, range.End);
        }
    }

    private static IEnumerable<OrdinalRange> Cut(IEnumerable<OrdinalRange> ranges, int sizeMax)
    {
        foreach (OrdinalRange range in ranges)
        {
            for (int start = range.Start; start < range.End;)
            {
                int count = Math.Min(sizeMax, range.End - start);
                yield return new OrdinalRange(start, count);
                start += count;
            }
        }
    }
}
