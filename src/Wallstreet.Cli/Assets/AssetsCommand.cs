using System.CommandLine;
using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Assets;

/// <summary><c>assets</c>: what the program makes, from what, and how it stands.</summary>
internal static class AssetsCommand
{
    public static Command Create(CommandFrame frame)
    {
        Command command = new("assets", "Look at assets: what is made, from what, and how it stands")
        {
            AssetListing.Create(frame),
            AssetDescription.Create(frame),
            AssetTree.Create(frame),
        };
        return frame.WithExamples(command, "assets list \"kind:sql and group:gold\"", "assets graph +gold/daily_prices");
    }

    /// <summary>The argument that selects assets; left out it is all.</summary>
    public static Argument<string> NewSelectionArgument() => new("selection")
    {
        Description = "The assets: a key, \"gold/*\", \"+x\", \"x+\", tag:k=v, group:g, kind:sql, owner:o (default all)",
        HelpName = "SELECTION",
        DefaultValueFactory = static _ => "*",
    };
}
