using System.CommandLine;
using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary><c>runs logs</c>: what happened in a run, and with <c>--follow</c> what happens.</summary>
internal static class RunLogs
{
    private static readonly Column[] _columns =
    [
        Column.Number("sequence"), new("timestamp"), new("type"), new("level"), new("step"), new("asset"), new("partitions"), new("message"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> id = RunsCommand.NewRunArgument();
        Option<bool> follow = new("--follow") { Description = "Go on until the run has ended" };
        Option<bool> all = new("--all") { Description = "Show progress and debug lines too" };
        Command command = new("logs", "Show what happened in a run") { id, follow, all };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            Run run = await RunLookup.GetAsync(context.Get<IRunStore>(), context.Parsed.GetValue(id)!, cancellationToken).ConfigureAwait(false);
            IEventLog log = context.Get<IEventLog>();
            IAsyncEnumerable<RunEvent> events = context.Parsed.GetValue(follow) && !run.Status.IsFinal()
                ? RunEvents.FollowAsync(log, run.Id, 0, cancellationToken)
                : log.ReadRunAsync(run.Id, 0, cancellationToken);
            bool shorter = context.Rows.IsForPeople && !context.Parsed.GetValue(all);
            LineWriter lines = new(context);
            await lines.BeginAsync().ConfigureAwait(false);
            try
            {
                await foreach (RunEvent runEvent in events.ConfigureAwait(false))
                {
                    if (!shorter || EventText.LevelOf(runEvent) != "debug")
                    {
                        await lines.WriteAsync(runEvent).ConfigureAwait(false);
                    }
                }
            }
            finally
            {
                await lines.EndAsync().ConfigureAwait(false);
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    private static object?[] RowOf(RunEvent runEvent) =>
    [
        runEvent.Sequence, runEvent.Timestamp, runEvent.TypeName, EventText.LevelOf(runEvent), runEvent.StepKey?.Value,
        runEvent.AssetKey?.Path, runEvent.Partitions.Select(static p => p.Value).ToArray(), EventText.Describe(runEvent),
    ];

    /// <summary>Writes each event when it is there, so that following shows it at once.</summary>
    private sealed class LineWriter(CommandContext context)
    {
        private readonly TextWriter _output = context.Terminal.Output;
        private bool _any;

        public Task BeginAsync() => context.Options.Format switch
        {
            OutputFormat.Json => _output.WriteAsync("["),
            OutputFormat.Csv => _output.WriteLineAsync(string.Join(',', _columns.Select(static c => c.Name))),
            _ => Task.CompletedTask,
        };

        public async Task WriteAsync(RunEvent runEvent)
        {
            object?[] row = RowOf(runEvent);
            string line = context.Options.Format switch
            {
                OutputFormat.Json => (_any ? ",\n" : "\n") + ObjectOf(row),
                OutputFormat.Csv => string.Join(',', row.Select(static cell => CellText.Csv(CellText.Of(cell)))) + "\n",
                _ => LineOf(runEvent) + "\n",
            };
            _any = true;
            await _output.WriteAsync(line).ConfigureAwait(false);
            await _output.FlushAsync().ConfigureAwait(false);
        }

        public Task EndAsync() =>
            context.Options.Format == OutputFormat.Json ? _output.WriteLineAsync(_any ? "\n]" : "]") : Task.CompletedTask;

        private static string ObjectOf(object?[] row)
        {
            Members members = [];
            for (int i = 0; i < row.Length; i++)
            {
                members.Add(_columns[i].Name, row[i]);
            }

            return CellJson.ToText(members);
        }

        private static string LineOf(RunEvent runEvent)
        {
            string time = runEvent.Timestamp.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            string step = runEvent.StepKey is { } key ? $"{key}: " : "";
            return $"{time}  {EventText.LevelOf(runEvent),-5}  {step}{EventText.Describe(runEvent)}";
        }
    }
}
