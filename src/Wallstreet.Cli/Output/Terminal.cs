using Spectre.Console;

namespace Wallstreet.Cli.Output;

/// <summary>Where a command reads and writes: the streams of the process, or those of a test.</summary>
/// <param name="output">Takes what was asked for, and nothing else.</param>
/// <param name="errors">Takes errors and remarks.</param>
/// <param name="input">Gives what is piped in; null when somebody sits at a keyboard.</param>
/// <param name="openOutput">Opens the bytes of standard output, for long results.</param>
public sealed class Terminal(TextWriter output, TextWriter errors, TextReader? input, Func<Stream> openOutput)
{
    /// <summary>The streams of this process.</summary>
    public static Terminal OfProcess { get; } = new(
        Console.Out, Console.Error, Console.IsInputRedirected ? Console.In : null, Console.OpenStandardOutput);

    /// <summary>Takes what was asked for, and nothing else.</summary>
    public TextWriter Output => output;

    /// <summary>Takes errors and remarks.</summary>
    public TextWriter Errors => errors;

    /// <summary>Gives what is piped in; null when somebody sits at a keyboard.</summary>
    public TextReader? Input => input;

    /// <summary>Draws on standard output; plain when that is a pipe.</summary>
    public IAnsiConsole Screen
    {
        get => field ??= AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        init;
    }

    /// <summary>Whether somebody looks at standard output while it is written.</summary>
    public bool IsInteractive => Screen.Profile.Out.IsTerminal && Screen.Profile.Capabilities.Ansi;

    /// <summary>Opens the bytes of standard output. What was written as text before comes first.</summary>
    public Stream OpenOutput()
    {
        output.Flush();
        return openOutput();
    }
}
