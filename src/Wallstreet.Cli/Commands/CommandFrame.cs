using System.CommandLine;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Commands;

/// <summary>What all commands have in common: the global options, the printing of rows and of errors, examples.</summary>
/// <param name="host">The program.</param>
/// <param name="terminal">Where it reads and writes.</param>
internal sealed class CommandFrame(ICommandHost host, Terminal terminal)
{
    private readonly Option<string?> _lake = new("--lake")
    {
        Description = "The lake: a folder, file:///… or s3://bucket/prefix (setting Lake:Uri, environment WALLSTREET__LAKE__URI)",
        Recursive = true,
        HelpName = "URI",
    };

    private readonly Option<string?> _project = new("--project")
    {
        Description = "The project's folder, with appsettings.json, models and insight",
        Recursive = true,
        HelpName = "DIR",
    };

    private readonly Option<OutputFormat> _format = new("--format")
    {
        Description = "How rows are printed: table, json or csv",
        Recursive = true,
        HelpName = "table|json|csv",
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Print errors with their stack trace", Recursive = true };

    private readonly Dictionary<Command, string[]> _examples = [];

    public ICommandHost Host => host;

    public Terminal Terminal => terminal;

    /// <summary>The examples that the help of commands ends with; the program's name stands for <c>wallstreet</c>.</summary>
    public IReadOnlyDictionary<Command, string[]> Examples => _examples;

    public void AddOptionsTo(RootCommand root)
    {
        root.Options.Add(_lake);
        root.Options.Add(_project);
        root.Options.Add(_format);
        root.Options.Add(_verbose);
    }

    /// <summary>Gives a command the examples of its help.</summary>
    public Command WithExamples(Command command, params string[] examples)
    {
        _examples[command] = examples;
        return command;
    }

    /// <summary>The global options of one call.</summary>
    public GlobalOptions OptionsOf(ParseResult parsed) => new(
        parsed.GetValue(_lake), parsed.GetValue(_project), parsed.GetValue(_format), parsed.GetValue(_verbose));

    /// <summary>Makes a command's action: its errors become one line on standard error and an exit code.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Guard(Func<ParseResult, CancellationToken, Task<int>> action) =>
        async (parsed, cancellationToken) =>
        {
            try
            {
                return await action(parsed, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await terminal.Errors.WriteLineAsync($"{host.ProgramName}: canceled.").ConfigureAwait(false);
                return ExitCodes.Failure;
            }
#pragma warning disable CA1031 // The boundary to the user: whatever failed is told on standard error, with an exit code.
            catch (Exception error)
#pragma warning restore CA1031
            {
                await ErrorReport.WriteAsync(terminal.Errors, host.ProgramName, error, parsed.GetValue(_verbose)).ConfigureAwait(false);
                return error is UsageException ? ExitCodes.WrongUsage : ExitCodes.Failure;
            }
        };

    /// <summary>Makes the action of a command that uses the program's services and prints rows.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> WithServices(
        Func<CommandContext, CancellationToken, Task<int>> action) =>
        Guard(async (parsed, cancellationToken) =>
        {
            GlobalOptions options = OptionsOf(parsed);
            CommandServices services = await host.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            await using (services.ConfigureAwait(false))
            {
                CommandContext context = new(parsed, services.Services, options, terminal, host.ProgramName);
                return await action(context, cancellationToken).ConfigureAwait(false);
            }
        });
}
