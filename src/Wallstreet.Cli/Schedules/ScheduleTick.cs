using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Cli.Runs;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Schedules;

/// <summary><c>schedules tick</c>: does now what the schedule does when its time has come.</summary>
internal static class ScheduleTick
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> name = SchedulesCommand.NewNameArgument();
        Option<bool> dryRun = new("--dry-run") { Description = "Show what the tick would ask for" };
        Command command = new("tick", "Do now what the schedule does when its time has come, and show the run") { name, dryRun };
        command.SetAction(frame.WithServices((context, cancellationToken) =>
        {
            ScheduleDaemon schedules = context.Get<ScheduleDaemon>();
            ScheduleDefinition schedule = schedules.Get(context.Parsed.GetValue(name)!);
            return context.Parsed.GetValue(dryRun)
                ? DescribeAsync(context, schedule, cancellationToken)
                : RunFollower.SubmitAndFollowAsync(context, token => TickAsync(schedules, schedule, token), cancellationToken);
        }));
        return command;
    }

    private static async ValueTask<RunId> TickAsync(ScheduleDaemon schedules, ScheduleDefinition schedule, CancellationToken cancellationToken)
    {
        TickOutcome? outcome = await schedules.TickNowAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            { RunId: { } run } => run,
            { Message: { } message } => throw new InvalidOperationException($"The tick of {schedule.Name} asked for no run: {message}"),
            _ => throw new InvalidOperationException($"The schedule {schedule.Name} has a tick for this moment already. Try again."),
        };
    }

    private static async Task<int> DescribeAsync(CommandContext context, ScheduleDefinition schedule, CancellationToken cancellationToken)
    {
        DateTimeOffset now = context.Get<TimeProvider>().GetUtcNow();
        RunRequest? request = context.Get<ScheduleTicker>().Describe(schedule, now);
        Members members = new()
        {
            { "schedule", schedule.Name },
            { "selection", schedule.Selection.Text },
            { "partitions", request?.Partitions.ToText() },
        };
        if (request is null)
        {
            members.Add("steps", 0);
            members.Add("message", "It would be skipped: no partition has ended yet.");
        }
        else
        {
            try
            {
                RunPlan plan = await context.Get<Orchestration.Launchers.StoredRunPlanner>()
                    .PlanAsync(request, cancellationToken).ConfigureAwait(false);
                members.Add("steps", plan.Steps.Count);
                members.Add("message", "Nothing was made.");
            }
            catch (NothingToRunException nothing)
            {
                members.Add("steps", 0);
                members.Add("message", $"It would be skipped: {nothing.Message}");
            }
        }

        context.Rows.PrintObject(members);
        return ExitCodes.Success;
    }
}
