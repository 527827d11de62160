using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary><c>runs cancel</c>: stops a run, whichever process executes it.</summary>
internal static class RunCancellation
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

    public static Command Create(CommandFrame frame)
    {
        Argument<string> id = RunsCommand.NewRunArgument();
        Command command = new("cancel", "Stop a run, whichever process executes it") { id };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            IRunStore runs = context.Get<IRunStore>();
            Run run = await RunLookup.GetAsync(runs, context.Parsed.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            if (run.Status.IsFinal())
            {
                throw new InvalidOperationException($"The run {run.Id} has ended already: it {Verb(run.Status)}.");
            }

            await context.Get<RunCoordinator>().CancelAsync(run.Id, cancellationToken).ConfigureAwait(false);
            Run now = await WaitForEndAsync(context, run, cancellationToken).ConfigureAwait(false);
            if (context.Rows.IsForPeople)
            {
                context.Remark($"The run {now.Id} {Verb(now.Status)}.");
            }
            else
            {
                context.Rows.PrintObject(RunRows.MembersOf(now));
            }

            return now.Status == RunStatus.Canceled ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    /// <summary>How a run ended, as the verb of a sentence.</summary>
    public static string Verb(RunStatus status) => status switch
    {
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Canceled => "was canceled",
        RunStatus.Interrupted => "was interrupted",
        _ => $"is {status.ToText()}",
    };

    // The process that executes the run hears of the request through the log; its answer is the status of the run.
    private static async ValueTask<Run> WaitForEndAsync(CommandContext context, Run run, CancellationToken cancellationToken)
    {
        IRunStore runs = context.Get<IRunStore>();
        TimeProvider time = context.Get<TimeProvider>();
        long asked = time.GetTimestamp();
        while (time.GetElapsedTime(asked) < _patience)
        {
            if (await runs.FindAsync(run.Id, cancellationToken).ConfigureAwait(false) is { } now && now.Status.IsFinal())
            {
                return now;
            }

            await Task.Delay(_look, time, cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException(
            $"The run {run.Id} was asked to stop, but {run.Owner?.ToString() ?? "its process"} has not ended it within {_patience.TotalSeconds:0} s."
            + " A step may be slow to stop; \"runs show\" tells how it goes on.");
    }
}
