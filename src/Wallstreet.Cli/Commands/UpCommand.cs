using System.CommandLine;
using Wallstreet.Cli.Hosting;

namespace Wallstreet.Cli.Commands;

/// <summary><c>up</c>: starts daemon, API and pages.</summary>
internal static class UpCommand
{
    public static Command Create(CommandFrame frame)
    {
        Option<int?> port = new("--port") { Description = "The port to listen on; 0 takes a free one (default 5080)", HelpName = "N" };
        Option<string?> address = new("--address")
        {
            Description = "The address to listen on (default 127.0.0.1); another than loopback needs --token-ref",
            HelpName = "IP",
        };
        Option<string?> token = new("--token-ref")
        {
            Description = "Where the access token is: env:NAME or file:/path",
            HelpName = "REF",
        };
        Option<bool> noDemo = new("--no-demo") { Description = "Leave an empty lake empty" };
        Command command = new("up", "Start daemon, API and pages; on an empty lake, build the demo") { port, address, token, noDemo };
        command.SetAction(frame.Guard((parsed, cancellationToken) => frame.Host.UpAsync(
            frame.OptionsOf(parsed),
            new UpRequest(parsed.GetValue(port), parsed.GetValue(address), parsed.GetValue(token), !parsed.GetValue(noDemo)),
            cancellationToken)));
        return frame.WithExamples(command, "up", "up --lake s3://market/lake --port 8080 --no-demo");
    }
}
