using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Hosting;

namespace Wallstreet.Cli;

/// <summary>The commands of the program.</summary>
public static class WallstreetCommandLine
{
    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="host">The program.</param>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>0 on success, 1 on failure, 2 for wrong usage.</returns>
    public static Task<int> RunAsync(ICommandHost host, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        RootCommand root = Build(host);
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                Console.Error.WriteLine($"{host.ProgramName}: {error.Message}");
            }

            Console.Error.WriteLine($"\"{host.ProgramName} --help\" shows what there is.");
            return Task.FromResult(ExitCodes.WrongUsage);
        }

        return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancellationToken);
    }

    private static RootCommand Build(ICommandHost host)
    {
        CommandFrame frame = new(host);
        RootCommand root = new("Market data from raw files to dashboards: pipelines, a Delta lake, SQL and pages in one program.")
        {
            UpCommand.Create(frame),
        };
        frame.AddOptionsTo(root);
        return root;
    }
}
