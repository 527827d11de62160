using System.CommandLine;
using Wallstreet.Cli.Checks;
using Wallstreet.Cli.Commands;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary><c>runs retry</c>: another try of a run that has ended.</summary>
internal static class RunRetry
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> id = RunsCommand.NewRunArgument();
        Option<bool> fromFailure = new("--from-failure") { Description = "Leave out what the earlier run has done" };
        Command command = new("retry", "Try a run again that has ended") { id, fromFailure };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            Run run = await RunLookup.GetAsync(context.Get<IRunStore>(), context.Parsed.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            if (run.Tags.ContainsKey(CheckRun.Tag))
            {
                // Its selection names what was checked; trying it like any other would make those assets.
                throw new InvalidOperationException($"The run {run.Id} only checked: \"{context.ProgramName} checks run '{run.Selection}'\" checks again.");
            }

            RunCoordinator coordinator = context.Get<RunCoordinator>();
            return await RunFollower.SubmitAndFollowAsync(
                context,
                async token => (await coordinator.RetryAsync(run.Id, context.Parsed.GetValue(fromFailure), token).ConfigureAwait(false)).Id,
                cancellationToken).ConfigureAwait(false);
        }));
        return command;
    }
}
