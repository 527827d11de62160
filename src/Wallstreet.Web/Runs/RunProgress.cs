using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Web.Runs;

/// <summary>Tells how far runs are, from their events; the newest runs asked for are kept in memory.</summary>
internal sealed class RunProgress(IRunStore runs, IEventLog log, AssetGraph graph, RunPlanner planner)
{
    private const int KeptMax = 32;
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, RunProjection> _kept = [];
    private readonly Queue<RunId> _ages = new();

    /// <summary>The steps of a run and why it failed.</summary>
    public async ValueTask<(IReadOnlyList<StepView> Steps, string? Error)> GetAsync(Run run, CancellationToken cancellationToken)
    {
        RunProjection projection = Keep(run.Id);
        await projection.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!projection.HasPlan && FindPlan(run) is { } plan)
            {
                projection.AddPlan(plan);
            }

            await foreach (RunEvent runEvent in log.ReadRunAsync(run.Id, projection.LastSequence, cancellationToken).ConfigureAwait(false))
            {
                projection.Apply(runEvent);
            }

            return ([.. projection.Steps], projection.Error);
        }
        finally
        {
            projection.Gate.Release();
        }
    }

    /// <summary>The steps that are executing now, by asset.</summary>
    public async ValueTask<ILookup<string, StepView>> GetRunningAsync(CancellationToken cancellationToken)
    {
        List<StepView> running = [];
        RunPage active = await runs.ListAsync(RunFilter.Active, 50, null, cancellationToken).ConfigureAwait(false);
        foreach (Run run in active.Runs.Where(run => run.Status == RunStatus.Running))
        {
            (IReadOnlyList<StepView> steps, _) = await GetAsync(run, cancellationToken).ConfigureAwait(false);
            running.AddRange(steps.Where(step => step.Status is "running" or "retrying"));
        }

        return running.ToLookup(step => step.Asset, StringComparer.Ordinal);
    }

    // The plan of an old run is made again from what was asked; if the program has changed since, the events alone speak.
    private RunPlan? FindPlan(Run run)
    {
        try
        {
            return run.Tags.ContainsKey(RunRequest.FromFailureTag) || run.Tags.ContainsKey(RunRequest.OnlyNotFreshTag) ? null : planner.Plan(graph, RunRequest.FromRun(run));
        }
        catch (Exception error) when (error is AssetSelectionException or AssetGraphException or NothingToRunException
            or UnknownPartitionException or InvalidPartitionKeyException)
        {
            return null;
        }
    }

    private RunProjection Keep(RunId id)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(id, out RunProjection? kept))
            {
                return kept;
            }

            if (_ages.Count >= KeptMax)
            {
                _kept.Remove(_ages.Dequeue());
            }

            _ages.Enqueue(id);
            return _kept[id] = new RunProjection();
        }
    }
}
