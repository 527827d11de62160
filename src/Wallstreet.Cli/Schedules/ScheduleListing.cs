using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Automation;

namespace Wallstreet.Cli.Schedules;

/// <summary><c>schedules list</c>: schedules with their next and last ticks.</summary>
internal static class ScheduleListing
{
    private static readonly Column[] _columns =
    [
        new("name"), new("status"), new("cron"), new("timeZone"), new("selection"), new("nextTick"), new("lastTick"),
        Column.Detail("description"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Command command = new("list", "List schedules with their next and last ticks");
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            await PrintAsync(context, context.Get<ScheduleDaemon>().Schedules, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        }));
        return command;
    }

    public static async Task PrintAsync(
        CommandContext context, IEnumerable<ScheduleDefinition> schedules, CancellationToken cancellationToken)
    {
        IScheduleStore store = context.Get<IScheduleStore>();
        var states = await store.GetStatesAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = context.Get<TimeProvider>().GetUtcNow();
        List<object?[]> rows = [];
        foreach (ScheduleDefinition schedule in schedules.OrderBy(static s => s.Name, StringComparer.Ordinal))
        {
            ScheduleStatus status = states.GetValueOrDefault(schedule.Name)?.Status ?? schedule.DefaultStatus;
            Tick? last = await store.FindLatestTickAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
            rows.Add(
            [
                schedule.Name, status.ToString().ToLowerInvariant(), schedule.Cron, schedule.TimeZone.Id, schedule.Selection.Text,
                Cell.Time(status == ScheduleStatus.Running ? schedule.FindNext(now) : null), last is null ? null : CellOf(last), schedule.Description,
            ]);
        }

        context.Rows.Print(_columns, rows, "The program has no schedules.");
    }

    private static Cell CellOf(Tick tick)
    {
        string status = tick.Status.ToString().ToLowerInvariant();
        return new Cell($"{Cell.Time(tick.ScheduledFor).Text} {status}", new Members
        {
            { "timestamp", tick.ScheduledFor },
            { "status", status },
            { "runId", tick.RunId?.Value },
            { "message", tick.Message },
        });
    }
}
