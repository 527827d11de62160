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
        int code = WriteUsual(parseResult);
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

    // The help names the file that runs, which is the assembly's host and not the name that the program is called by.
    private int WriteUsual(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using StringWriter text = new();
        parseResult.InvocationConfiguration.Output = text;
        try
        {
            return usual.Invoke(parseResult);
        }
        finally
        {
            parseResult.InvocationConfiguration.Output = output;
            output.Write(text.ToString().Replace($"  {RootCommand.ExecutableName}", $"  {frame.Host.ProgramName}", StringComparison.Ordinal));
        }
    }
}
