using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Wallstreet.Cli.Commands;

/// <summary>The help of a command, with its examples at the end.</summary>
/// <param name="usual">Writes everything else.</param>
/// <param name="frame">Has the examples.</param>
internal sealed class ExamplesHelp(HelpAction usual, CommandFrame frame) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (frame.Examples.TryGetValue(parseResult.CommandResult.Command, out string[]? examples))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine($"  {frame.Host.ProgramName} {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}
