using Wallstreet.Orchestration.Automation;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Schedules;

/// <summary>Tells of schedules, starts and stops them.</summary>
internal sealed class ScheduleHandlers(ScheduleDaemon daemon, IScheduleStore store, TimeProvider time)
{
    public async Task<IReadOnlyList<ScheduleAnswer>> ListAsync(CancellationToken cancellationToken)
    {
        List<ScheduleAnswer> answers = [];
        foreach (ScheduleDefinition schedule in daemon.Schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal))
        {
            answers.Add(await DescribeAsync(schedule, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    public async Task<IReadOnlyList<TickAnswer>> ListTicksAsync(string name, int? limit, CancellationToken cancellationToken)
    {
        ScheduleDefinition schedule = daemon.Get(name);
        TickPage page = await store.ListTicksAsync(schedule.Name, Math.Clamp(limit ?? 100, 1, 1000), null, cancellationToken).ConfigureAwait(false);
        return [.. page.Ticks.Select(ToAnswer)];
    }

    public async Task<ScheduleAnswer> SetRunningAsync(string name, bool running, CancellationToken cancellationToken)
    {
        ScheduleDefinition schedule = daemon.Get(name);
        await daemon.SetStatusAsync(name, running ? ScheduleStatus.Running : ScheduleStatus.Stopped, cancellationToken).ConfigureAwait(false);
        return await DescribeAsync(schedule, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TickAnswer> TickAsync(string name, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        TickOutcome outcome = await daemon.TickNowAsync(daemon.Get(name).Name, cancellationToken).ConfigureAwait(false)
            ?? throw new ApiException(409, "Ticked already", $"The schedule '{name}' has a tick at this moment.", "Try again.");
        return new TickAnswer(now, WordOf(outcome.Status), outcome.RunId?.Value, outcome.Message);
    }

    private async ValueTask<ScheduleAnswer> DescribeAsync(ScheduleDefinition schedule, CancellationToken cancellationToken)
    {
        ScheduleStatus status = await daemon.GetStatusAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
        Tick? last = await store.FindLatestTickAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
        return new ScheduleAnswer
        {
            Name = schedule.Name,
            Cron = schedule.Cron,
            TimeZone = schedule.TimeZone.Id,
            Selection = schedule.Selection.Text,
            Status = status == ScheduleStatus.Running ? "running" : "stopped",
            NextTick = status == ScheduleStatus.Running ? schedule.FindNext(time.GetUtcNow()) : null,
            LastTick = last is null ? null : ToAnswer(last),
            Description = schedule.Description,
        };
    }

    private static TickAnswer ToAnswer(Tick tick) => new(tick.ScheduledFor, WordOf(tick.Status), tick.RunId?.Value, tick.Message);

    private static string WordOf(TickStatus status) => status.ToString().ToLowerInvariant();
}
