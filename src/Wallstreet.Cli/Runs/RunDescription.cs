using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary><c>runs show</c>: a run with its steps.</summary>
internal static class RunDescription
{
    private const int StepsForPeopleMax = 200;

    private static readonly Column[] _stepColumns =
    [
        new("key"), Column.Detail("asset"), Column.Detail("partitions"), new("status"), Column.Number("attempt"), new("startedAt"),
        Column.Detail("endedAt"), Column.Number("duration"), Column.Number("rows"), new("error"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> id = RunsCommand.NewRunArgument();
        Command command = new("show", "Show a run with its steps") { id };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            Run run = await RunLookup.GetAsync(context.Get<IRunStore>(), context.Parsed.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            StepLedger ledger = new();
            string? message = null;
            await foreach (RunEvent runEvent in context.Get<IEventLog>().ReadRunAsync(run.Id, 0, cancellationToken).ConfigureAwait(false))
            {
                ledger.Apply(runEvent);
                message = MessageOf(runEvent) ?? message;
            }

            Members members = RunRows.MembersOf(run, "stepCounts");
            members.Add("message", message);
            int shown = context.Rows.IsForPeople ? StepsForPeopleMax : int.MaxValue;
            members.Add("steps", new RowSet(_stepColumns, [.. ledger.Steps.Take(shown).Select(RowOf)]));
            context.Rows.PrintObject(members);
            if (ledger.Steps.Count > shown)
            {
                context.Remark($"{ledger.Steps.Count - shown} more steps are not shown: --format json gives all.");
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    private static string? MessageOf(RunEvent runEvent) => runEvent switch
    {
        RunFailed failed => failed.Message,
        RunCanceled canceled => canceled.Reason,
        RunInterrupted interrupted => interrupted.Reason,
        _ => null,
    };

    private static object?[] RowOf(StepState step) =>
    [
        step.Key.Value, step.Asset?.Path, step.Partitions.Select(static p => p.Value).ToArray(), step.Status, step.Attempt,
        Cell.Time(step.StartedAt), step.EndedAt, Cell.Duration(step.EndedAt - step.StartedAt), Cell.Count(step.Rows), step.Message,
    ];
}
