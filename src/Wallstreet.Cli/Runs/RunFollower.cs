using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary>
/// Asks for a run, shows how it goes on, and says how it ended. A command that is stopped cancels its run and waits for
/// the run's end, so that nothing is left half done.
/// </summary>
internal static class RunFollower
{
    private const int FailuresShownMax = 20;
    private static readonly TimeSpan _lastEventsGrace = TimeSpan.FromSeconds(5);

    /// <summary>Asks for a run in this process and follows it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="submit">Asks for the run.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The exit code: 0 when the run succeeded.</returns>
    public static async Task<int> SubmitAndFollowAsync(
        CommandContext context, Func<CancellationToken, ValueTask<RunId>> submit, CancellationToken cancellationToken)
    {
        IEventLog log = context.Get<IEventLog>();
        long before = await log.GetLastSequenceAsync(cancellationToken).ConfigureAwait(false);
        RunId id = await submit(cancellationToken).ConfigureAwait(false);
        Run run = await GetAsync(context, id).ConfigureAwait(false);
        context.Remark($"Run {id} of {run.Selection}{(run.Partitions is { } partitions ? $", {partitions}" : "")}");

        RunPlan plan = await context.Get<StoredRunPlanner>().PlanAsync(run, CancellationToken.None).ConfigureAwait(false);
        RunProgress progress = new(plan);
        RunCoordinator coordinator = context.Get<RunCoordinator>();
        using CancellationTokenSource ended = new();
        Task cancelling = CancelWhenToldAsync(coordinator, id, cancellationToken, ended.Token);
        Task showing = ViewFor(context).ShowAsync(progress, RunEvents.FollowAsync(log, id, before, ended.Token));
        await coordinator.WaitAsync(id, CancellationToken.None).ConfigureAwait(false);

        // The last events are in the log before the run has ended; what cannot be shown in time is still in the log.
        await showing.WaitAsync(_lastEventsGrace, context.Get<TimeProvider>(), CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.CancelAsync().ConfigureAwait(false);
        await showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await cancelling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await ReportAsync(context, await GetAsync(context, id).ConfigureAwait(false), progress).ConfigureAwait(false);
    }

    private static async ValueTask<Run> GetAsync(CommandContext context, RunId id) =>
        await context.Get<IRunStore>().FindAsync(id, CancellationToken.None).ConfigureAwait(false) ?? throw new RunNotFoundException(id);

    private static IProgressView ViewFor(CommandContext context) => context.Rows.IsForPeople
        ? context.Terminal.IsInteractive ? new LiveProgress(context.Terminal.Screen) : new PlainProgress(context.Terminal.Output)
        : new PlainProgress(null);

    private static async Task CancelWhenToldAsync(
        RunCoordinator coordinator, RunId id, CancellationToken told, CancellationToken ended)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(told, ended);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (told.IsCancellationRequested)
        {
            await coordinator.CancelAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<int> ReportAsync(CommandContext context, Run run, RunProgress progress)
    {
        string steps = string.Create(CultureInfo.InvariantCulture, $"{run.Steps.Succeeded:N0} of {run.Steps.Total:N0} steps succeeded");
        string duration = run.EndedAt - run.StartedAt is { } span ? $" in {Cell.DurationText(span)}" : "";
        string summary = $"The run {run.Id} {RunCancellation.Verb(run.Status)}: {steps}{duration}.";
        if (!context.Rows.IsForPeople)
        {
            context.Rows.PrintObject(RunRows.MembersOf(run));
        }

        if (run.Status == RunStatus.Succeeded)
        {
            context.Remark(summary);
            return ExitCodes.Success;
        }

        TextWriter errors = context.Terminal.Errors;
        foreach (StepFailed failure in progress.Failures.Take(FailuresShownMax))
        {
            await errors.WriteLineAsync($"{failure.StepKey}: {failure.Error.Message}").ConfigureAwait(false);
            foreach (string line in failure.Error.StandardError)
            {
                await errors.WriteLineAsync($"    {line}").ConfigureAwait(false);
            }
        }

        if (progress.Failures.Count > FailuresShownMax)
        {
            await errors.WriteLineAsync($"… and {progress.Failures.Count - FailuresShownMax} more.").ConfigureAwait(false);
        }

        await errors.WriteLineAsync($"{context.ProgramName}: {summary}").ConfigureAwait(false);
        await errors.WriteLineAsync(
            $"\"{context.ProgramName} runs logs {run.Id}\" tells more; \"{context.ProgramName} runs retry {run.Id} --from-failure\" goes on.")
            .ConfigureAwait(false);
        return ExitCodes.Failure;
    }
}
