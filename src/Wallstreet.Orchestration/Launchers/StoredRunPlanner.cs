using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Staleness;

namespace Wallstreet.Orchestration.Launchers;

/// <summary>
/// Plans runs from what is stored of them, so that a queued run outlives the process that queued it. The tags of a run say
/// what it leaves out: what an earlier run has done, or what is fresh.
/// </summary>
/// <param name="graph">All assets.</param>
/// <param name="runs">The runs.</param>
/// <param name="log">The event log.</param>
/// <param name="time">The clock.</param>
public sealed class StoredRunPlanner(AssetGraph graph, IRunStore runs, IEventLog log, TimeProvider time)
{
    private const string RetryPrefix = "retry:";
    private const int RetriesFollowedMax = 1000;

    private readonly RunPlanner _planner = new(time);

    /// <summary>Plans a stored run.</summary>
    /// <exception cref="AssetGraphException">The run names an asset that does not exist any more.</exception>
    public ValueTask<RunPlan> PlanAsync(Run run, CancellationToken cancellationToken) =>
        PlanAsync(RunRequest.FromRun(run), cancellationToken);

    /// <summary>Plans a request, as its tags and trigger say.</summary>
    public async ValueTask<RunPlan> PlanAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Tags.ContainsKey(RunRequest.FromFailureTag))
        {
            CompletedWork done = await ReadCompletedAsync(request, cancellationToken).ConfigureAwait(false);
            request = request with { Completed = done };
        }
        else if (request.Tags.ContainsKey(RunRequest.OnlyNotFreshTag))
        {
            StalenessCalculator staleness = new(graph, log, time);
            IReadOnlyList<AssetDefinition> assets = request.Selection.Resolve(graph);
            request = request with { Completed = await staleness.FindFreshAsync(assets, cancellationToken).ConfigureAwait(false) };
        }

        return _planner.Plan(graph, request);
    }

    /// <summary>What the earlier runs of a chain of retries have done.</summary>
    private async ValueTask<CompletedWork> ReadCompletedAsync(RunRequest request, CancellationToken cancellationToken)
    {
        CompletedWork completed = new();
        RunTrigger trigger = request.Trigger;
        bool continues = true;
        for (int i = 0; continues && i < RetriesFollowedMax && TryReadRetried(trigger, out RunId earlier); i++)
        {
            await foreach (RunEvent runEvent in log.ReadRunAsync(earlier, 0, cancellationToken).ConfigureAwait(false))
            {
                completed.Add(runEvent);
            }

            Run? run = await runs.FindAsync(earlier, cancellationToken).ConfigureAwait(false);
            continues = run?.Tags.ContainsKey(RunRequest.FromFailureTag) == true;
            trigger = run?.Trigger ?? default;
        }

        return completed;
    }

    private static bool TryReadRetried(RunTrigger trigger, out RunId earlier)
    {
        earlier = default;
        return trigger.Text.StartsWith(RetryPrefix, StringComparison.Ordinal)
            && RunId.TryParse(trigger.Text[RetryPrefix.Length..], out earlier);
    }
}
