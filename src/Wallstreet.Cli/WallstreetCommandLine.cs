using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Wallstreet.Cli.Assets;
using Wallstreet.Cli.Checks;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Dashboards;
using Wallstreet.Cli.Diagnosis;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Import;
using Wallstreet.Cli.Output;
using Wallstreet.Cli.Runs;
using Wallstreet.Cli.Schedules;
using Wallstreet.Cli.Sql;
using Wallstreet.Cli.Tables;
using Wallstreet.Cli.Validation;

namespace Wallstreet.Cli;

/// <summary>The commands of the program.</summary>
public static class WallstreetCommandLine
{
    /// <summary>Runs the command that the arguments name, over the streams of this process.</summary>
    /// <param name="host">The program.</param>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>0 on success, 1 on failure, 2 for wrong usage.</returns>
    public static Task<int> RunAsync(ICommandHost host, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(host, arguments, Terminal.OfProcess, cancellationToken);

    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="host">The program.</param>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>0 on success, 1 on failure, 2 for wrong usage.</returns>
    public static async Task<int> RunAsync(
        ICommandHost host, IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(terminal);
        ParseResult parsed = Build(host, terminal).Parse(arguments);
        bool completes = arguments is [['[', ..], ..];
        if (parsed.Errors.Count > 0 && !completes)
        {
            foreach (ParseError error in parsed.Errors)
            {
                await terminal.Errors.WriteLineAsync($"{host.ProgramName}: {error.Message}").ConfigureAwait(false);
            }

            await terminal.Errors.WriteLineAsync($"\"{CallOf(host, parsed)} --help\" shows what there is.").ConfigureAwait(false);
            return ExitCodes.WrongUsage;
        }

        InvocationConfiguration configuration = new()
        {
            EnableDefaultExceptionHandler = false,
            // Signals reach the token through the host; a run that is canceled may take its time to be written down as such.
            ProcessTerminationTimeout = null,
            Output = terminal.Output,
            Error = terminal.Errors,
        };
        int code = await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        await terminal.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return code;
    }

    /// <summary>Makes the tree of commands.</summary>
    internal static RootCommand Build(ICommandHost host, Terminal terminal)
    {
        CommandFrame frame = new(host, terminal);
        RootCommand root = new("Market data from raw files to dashboards: pipelines, a Delta lake, SQL and pages in one program.")
        {
            UpCommand.Create(frame),
            MaterializeCommand.Create(frame),
            AssetsCommand.Create(frame),
            ValidateCommand.Create(frame),
            RunsCommand.Create(frame),
            NotYetCommand.Create(frame, "backfill", "Materialize many partitions in many runs", "\"materialize SELECTION --partitions A..B\" makes a range in one run."),
            SchedulesCommand.Create(frame),
            NotYetCommand.Create(frame, "sensors", "Ask for runs when something happens", "Schedules ask for runs by the clock."),
            ChecksCommand.Create(frame),
            SqlCommand.Create(frame),
            TableCommand.Create(frame),
            ImportCommand.Create(frame),
            NotYetCommand.Create(frame, "notebook", "Run notebooks"),
            NotYetCommand.Create(frame, "experiments", "Track experiments"),
            NotYetCommand.Create(frame, "models", "Keep trained models"),
            NotYetCommand.Create(frame, "reproduce", "Run an earlier experiment again"),
            DashboardsCommand.Create(frame),
            DoctorCommand.Create(frame),
            CompletionCommand.Create(frame),
            WorkerCommand.Create(frame),
        };
        frame.AddOptionsTo(root);
        frame.WithExamples(root, "up", "sql \"SELECT * FROM gold.daily_prices LIMIT 5\"");
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExamplesHelp((HelpAction)help.Action!, frame);
        }

        return root;
    }

    private static string CallOf(ICommandHost host, ParseResult parsed)
    {
        string call = "";
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            call = $" {command.Command.Name}{call}";
        }

        return host.ProgramName + call;
    }
}
