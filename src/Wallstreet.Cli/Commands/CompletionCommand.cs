using System.CommandLine;

namespace Wallstreet.Cli.Commands;

/// <summary><c>completion</c>: a script that lets a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> shell = new("shell") { Description = "bash or zsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        Command command = new("completion", "Print a script that lets a shell complete commands and options") { shell };
        command.SetAction(frame.Guard((parsed, _) =>
        {
            string name = frame.Host.ProgramName;
            frame.Terminal.Output.Write(parsed.GetValue(shell) == "zsh" ? Zsh(name) : Bash(name));
            return Task.FromResult(ExitCodes.Success);
        }));
        return frame.WithExamples(command, "completion bash > ~/.local/share/bash-completion/completions/wallstreet", "completion zsh >> ~/.zshrc");
    }

    // The program answers "[suggest:POSITION] TEXT" with one suggestion a line, before anything is opened.
    private static string Bash(string name) => $$"""
        _{{name}}_complete() {
          local IFS=$'\n'
          COMPREPLY=( $(compgen -W "$({{name}} "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _{{name}}_complete {{name}}

        """;

    private static string Zsh(string name) => $$"""
        _{{name}}_complete() {
          local suggestions
          suggestions=("${(@f)$({{name}} "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- "${suggestions[@]}"
        }
        compdef _{{name}}_complete {{name}}

        """;
}
