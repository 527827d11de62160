using Wallstreet.Cli.Commands;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Staleness;

namespace Wallstreet.Cli.Assets;

/// <summary>Puts together what the graph, the event log and the runs know of assets.</summary>
internal static class AssetOverviewReader
{
    private const int ActiveRunsMax = 100;

    public static async ValueTask<IReadOnlyList<AssetOverview>> ReadAsync(
        CommandContext context, IReadOnlyList<AssetDefinition> assets, CancellationToken cancellationToken)
    {
        IEventLog log = context.Get<IEventLog>();
        TimeProvider time = context.Get<TimeProvider>();
        StalenessCalculator calculator = new(context.Get<AssetGraph>(), log, time);
        var staleness = await calculator.CalculateAsync(assets, cancellationToken).ConfigureAwait(false);
        var states = await log.GetAssetStatesAsync(cancellationToken).ConfigureAwait(false);
        var counts = await log.CountPartitionsAsync(cancellationToken).ConfigureAwait(false);
        ILookup<AssetKey?, AssetCheckEvaluated> checks = (await log.GetLatestChecksAsync(null, cancellationToken).ConfigureAwait(false))
            .ToLookup(static check => check.AssetKey);
        HashSet<AssetKey> running = await FindRunningAsync(context.Get<IRunStore>(), log, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        return
        [
            .. assets.Select(asset =>
            {
                AssetState? state = states.GetValueOrDefault(asset.Key);
                AssetStaleness? judged = staleness.GetValueOrDefault(asset.Key);
                return new AssetOverview(asset, StatusOf(judged, state, running.Contains(asset.Key)))
                {
                    Staleness = judged,
                    State = state,
                    PartitionsTotal = asset.Partitions?.CountAt(now),
                    Partitions = counts.GetValueOrDefault(asset.Key),
                    Checks = [.. checks[asset.Key]],
                };
            }),
        ];
    }

    private static string StatusOf(AssetStaleness? staleness, AssetState? state, bool running)
    {
        if (running)
        {
            return "running";
        }

        if (state is { IsFailed: true })
        {
            return "failed";
        }

        return staleness?.Status switch
        {
            StalenessStatus.Missing => "missing",
            StalenessStatus.Stale => "stale",
            StalenessStatus.Fresh => "fresh",
            _ => "external",
        };
    }

    private static async ValueTask<HashSet<AssetKey>> FindRunningAsync(IRunStore runs, IEventLog log, CancellationToken cancellationToken)
    {
        HashSet<AssetKey> running = [];
        RunPage active = await runs.ListAsync(RunFilter.Active, ActiveRunsMax, null, cancellationToken).ConfigureAwait(false);
        foreach (Run run in active.Runs.Where(static run => run.Status == RunStatus.Running))
        {
            HashSet<StepKey> atWork = [];
            Dictionary<StepKey, AssetKey> assets = [];
            await foreach (RunEvent runEvent in log.ReadRunAsync(run.Id, 0, cancellationToken).ConfigureAwait(false))
            {
                if (runEvent is StepStarted { StepKey: { } begun, AssetKey: { } asset })
                {
                    atWork.Add(begun);
                    assets[begun] = asset;
                }
                else if (runEvent is StepSucceeded or StepFailed or StepSkipped && runEvent.StepKey is { } done)
                {
                    atWork.Remove(done);
                }
            }

            running.UnionWith(atWork.Select(step => assets[step]));
        }

        return running;
    }
}
