using System.CommandLine;
using Wallstreet.Cli.Hosting;

namespace Wallstreet.Cli.Commands;

/// <summary><c>worker</c>: what the program starts itself as, to execute one step in a process of its own.</summary>
internal static class WorkerCommand
{
    public static Command Create(CommandFrame frame)
    {
        Option<string> run = new("--run") { Description = "The run", Required = true, HelpName = "ID" };
        Option<string> step = new("--step") { Description = "The step", Required = true, HelpName = "KEY" };
        Option<int> attempt = new("--attempt") { Description = "The attempt, from 1", DefaultValueFactory = _ => 1, HelpName = "N" };
        Command command = new("worker", "Execute one step; the program calls this itself") { run, step, attempt };
        command.Hidden = true;
        command.SetAction(frame.Guard((parsed, cancellationToken) => frame.Host.WorkAsync(
            frame.OptionsOf(parsed),
            new WorkerRequest(parsed.GetValue(run)!, parsed.GetValue(step)!, parsed.GetValue(attempt)),
            cancellationToken)));
        return command;
    }
}
