using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Hosting;

/// <summary>
/// Builds the demo on a lake that has none, and goes on with one whose building was interrupted: each of its runs makes
/// only what is missing or stale, so nothing is made twice.
/// </summary>
internal sealed class DemoBuilder(DemoPlan plan, AssetGraph graph, IRunStore runs, RunCoordinator coordinator, TimeProvider time)
{
    private const string DemoTag = "wallstreet/demo";

    /// <summary>Whether this lake is the demo's: nothing but the demo has run in it, and something of the demo is missing.</summary>
    public async ValueTask<IReadOnlyList<DemoRun>> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (plan.Runs.Count == 0 || await IsSomebodysAsync(cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        List<DemoRun> missing = [];
        foreach (DemoRun run in plan.Runs)
        {
            RunFilter done = new() { Tag = new(DemoTag, run.Name), Statuses = [RunStatus.Succeeded] };
            RunPage page = await runs.ListAsync(done, 1, null, cancellationToken).ConfigureAwait(false);
            if (page.Runs.Count == 0)
            {
                missing.Add(run);
            }
        }

        return missing;
    }

    /// <summary>
    /// Starts one run of the demo, or gives the one that an earlier process had asked for and that was taken up again; null
    /// when all of it is there already.
    /// </summary>
    public async ValueTask<Run?> StartAsync(DemoRun demo, CancellationToken cancellationToken)
    {
        RunFilter active = RunFilter.Active with { Tag = new(DemoTag, demo.Name) };
        RunPage underWay = await runs.ListAsync(active, 1, null, cancellationToken).ConfigureAwait(false);
        if (underWay.Runs.Count > 0)
        {
            return underWay.Runs[0];
        }

        AssetSelection selection = AssetSelection.Parse(demo.Selection);
        RunRequest request = new(selection)
        {
            Partitions = Newest(selection, demo.NewestPartitions),
            Trigger = RunTrigger.Demo,
            Tags = new Dictionary<string, string> { [DemoTag] = demo.Name, [RunRequest.OnlyNotFreshTag] = "true" },
        };
        try
        {
            return await coordinator.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (NothingToRunException)
        {
            return null;
        }
    }

    private PartitionSelection Newest(AssetSelection selection, int? count)
    {
        PartitionsDefinition? partitions = selection.Resolve(graph).Select(static a => a.Partitions).FirstOrDefault(static p => p is not null);
        if (count is not { } newest || partitions is null)
        {
            return PartitionSelection.All;
        }

        int available = partitions.CountAt(time.GetUtcNow());
        return available == 0
            ? PartitionSelection.All
            : PartitionSelection.Of(new PartitionRange(
                partitions.GetKeyAt(Math.Max(0, available - newest)), partitions.GetKeyAt(available - 1)));
    }

    private async ValueTask<bool> IsSomebodysAsync(CancellationToken cancellationToken)
    {
        RunPage demos = await runs.ListAsync(new RunFilter { Trigger = RunTrigger.Demo }, 1, null, cancellationToken).ConfigureAwait(false);
        if (demos.Runs.Count > 0)
        {
            return false;
        }

        RunPage any = await runs.ListAsync(RunFilter.Everything, 1, null, cancellationToken).ConfigureAwait(false);
        return any.Runs.Count > 0;
    }
}
