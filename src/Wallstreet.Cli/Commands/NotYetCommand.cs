using System.CommandLine;

namespace Wallstreet.Cli.Commands;

/// <summary>A command that is named but does nothing yet, and says so instead of pretending.</summary>
internal static class NotYetCommand
{
    /// <summary>Makes one; it takes whatever is written after it.</summary>
    public static Command Create(CommandFrame frame, string name, string what, string instead = "")
    {
        Command command = new(name, $"{what} (not yet in this version)") { TreatUnmatchedTokensAsErrors = false, Hidden = true };
        command.Arguments.Add(new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore, Hidden = true });
        command.SetAction(frame.Guard((parsed, _) => throw new NotYetException(
            $"\"{NameOf(parsed.CommandResult)}\" is not yet in this version. {instead}".TrimEnd())));
        return command;
    }

    private static string NameOf(System.CommandLine.Parsing.CommandResult result) =>
        result.Parent is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } parent
            ? $"{NameOf(parent)} {result.Command.Name}"
            : result.Command.Name;
}
