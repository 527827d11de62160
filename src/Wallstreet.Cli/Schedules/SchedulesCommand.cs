using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Orchestration.Automation;

namespace Wallstreet.Cli.Schedules;

/// <summary><c>schedules</c>: what asks for runs by the clock.</summary>
internal static class SchedulesCommand
{
    public static Command Create(CommandFrame frame)
    {
        Command command = new("schedules", "Look at schedules, start and stop them, and tick one now")
        {
            ScheduleListing.Create(frame),
            CreateSwitch(frame, "start", "Start a schedule: the running program ticks it from now on", ScheduleStatus.Running),
            CreateSwitch(frame, "stop", "Stop a schedule", ScheduleStatus.Stopped),
            ScheduleTick.Create(frame),
        };
        return frame.WithExamples(command, "schedules list", "schedules tick daily --dry-run");
    }

    /// <summary>The argument that names a schedule.</summary>
    public static Argument<string> NewNameArgument() => new("name") { Description = "The schedule", HelpName = "NAME" };

    private static Command CreateSwitch(CommandFrame frame, string name, string description, ScheduleStatus status)
    {
        Argument<string> schedule = NewNameArgument();
        Command command = new(name, description) { schedule };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            string chosen = context.Parsed.GetValue(schedule)!;
            ScheduleDaemon schedules = context.Get<ScheduleDaemon>();
            await schedules.SetStatusAsync(chosen, status, cancellationToken).ConfigureAwait(false);
            if (context.Rows.IsForPeople)
            {
                context.Remark(status == ScheduleStatus.Running
                    ? $"The schedule {chosen} is started. It ticks while \"{context.ProgramName} up\" runs."
                    : $"The schedule {chosen} is stopped.");
            }
            else
            {
                await ScheduleListing.PrintAsync(context, [schedules.Get(chosen)], cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        }));
        return command;
    }
}
