using System.CommandLine;
using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Runs;

/// <summary><c>runs</c>: what was run, what happened, and trying again.</summary>
internal static class RunsCommand
{
    public static Command Create(CommandFrame frame)
    {
        Command command = new("runs", "Look at runs, cancel them and try them again")
        {
            RunListing.Create(frame),
            RunDescription.Create(frame),
            RunLogs.Create(frame),
            RunCancellation.Create(frame),
            RunRetry.Create(frame),
        };
        return frame.WithExamples(command, "runs list --status failed", "runs retry last --from-failure");
    }

    /// <summary>The argument that names a run.</summary>
    public static Argument<string> NewRunArgument() => new("run")
    {
        Description = "The id, so much of its beginning that only one run fits, or \"last\"",
        HelpName = "ID",
    };
}
