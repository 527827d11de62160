using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Automation;

/// <summary>Acts on one tick: asks for its run once, and records what became of it.</summary>
/// <param name="graph">All assets.</param>
/// <param name="store">The schedules.</param>
/// <param name="coordinator">Takes runs.</param>
/// <param name="runs">The runs.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are told.</param>
public sealed partial class ScheduleTicker(
    AssetGraph graph,
    IScheduleStore store,
    RunCoordinator coordinator,
    IRunStore runs,
    TimeProvider time,
    ILogger<ScheduleTicker> logger)
{
    /// <summary>The label that names the tick of a run: the schedule and the time it was due.</summary>
    public const string TickTag = "wallstreet/tick";

    /// <summary>What a tick would ask for; null when there is no partition yet.</summary>
    public RunRequest? Describe(ScheduleDefinition schedule, DateTimeOffset dueAt)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.Partitions.Choose(schedule.Selection.Resolve(graph), dueAt) is not { } partitions)
        {
            return null;
        }

        Dictionary<string, string> tags = new(schedule.Tags, StringComparer.Ordinal) { [TickTag] = NameOf(schedule.Name, dueAt) };
        if (schedule.Partitions is SchedulePartitions.NotFresh)
        {
            tags[RunRequest.OnlyNotFreshTag] = "true";
        }

        return new RunRequest(schedule.Selection)
        {
            Partitions = partitions,
            Tags = tags,
            Launcher = schedule.Launcher,
            Trigger = RunTrigger.Schedule(schedule.Name),
        };
    }

    /// <summary>
    /// Acts on a tick. Null when this tick was acted on before, by this or another process. Errors become the outcome.
    /// </summary>
    public async ValueTask<TickOutcome?> TickAsync(
        ScheduleDefinition schedule, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Tick? tick = await store.TryBeginTickAsync(schedule.Name, dueAt, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        if (tick is null)
        {
            return null;
        }

        TickOutcome outcome;
#pragma warning disable CA1031 // Whatever is wrong with one schedule must not stop the others.
        try
        {
            outcome = Describe(schedule, dueAt) is { } request
                ? TickOutcome.Launched((await coordinator.SubmitAsync(request, cancellationToken).ConfigureAwait(false)).Id)
                : TickOutcome.Skipped("No partition has ended yet.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = TickOutcome.Failed("The program was stopped while it acted on the tick.");
        }
        catch (NothingToRunException nothing)
        {
            outcome = TickOutcome.Skipped(nothing.Message);
        }
        catch (Exception error)
        {
            LogTickFailed(logger, error, schedule.Name);
            outcome = TickOutcome.Failed(error.Message);
        }
#pragma warning restore CA1031

        await store.EndTickAsync(tick.Id, outcome, time.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>
    /// Ends a tick that was begun by a process that died. Its run's label tells whether the run was asked for.
    /// </summary>
    public async ValueTask SettleAsync(Tick tick, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tick);
        RunFilter filter = new() { Tag = KeyValuePair.Create(TickTag, NameOf(tick.Schedule, tick.ScheduledFor)) };
        RunPage page = await runs.ListAsync(filter, 1, null, cancellationToken).ConfigureAwait(false);
        TickOutcome outcome = page.Runs.Count == 1
            ? TickOutcome.Launched(page.Runs[0].Id)
            : TickOutcome.Failed("The process ended before it asked for the run. Tick it by hand if it is still wanted.");
        await store.EndTickAsync(tick.Id, outcome, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(string schedule, DateTimeOffset dueAt) =>
        $"{schedule}@{dueAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}";

    [LoggerMessage(EventId = 3201, Level = LogLevel.Error, Message = "A tick of the schedule {Schedule} failed")]
    private static partial void LogTickFailed(ILogger logger, Exception error, string schedule);
}
