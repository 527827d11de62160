using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Features;
using Wallstreet.Query;

namespace Wallstreet.Cli.Tables.Alterations;

/// <summary><c>table features</c>: what programs must know to use a table.</summary>
internal static class TableFeatureList
{
    private static readonly Column[] _columns = [new("feature"), new("needed by"), new("in use")];

    public static Command Create(CommandFrame frame)
    {
        TableGroup group = new(
            frame, "features", "List, add and drop table features", "List the features that a table has", Print);
        Argument<string[]> added = new("features")
        {
            Description = "The features; none to name only those that the table's protocol has by its version",
            HelpName = "FEATURE",
            Arity = ArgumentArity.ZeroOrMore,
        };
        group.Add(
            new Command("upgrade", "Give a table features; programs that do not know them cannot use it any more") { added },
            (context, table, cancellationToken) => table.UpgradeProtocolAsync(context.Parsed.GetValue(added) ?? [], cancellationToken));
        Argument<string> dropped = new("feature") { Description = "The feature", HelpName = "FEATURE" };
        Option<bool> truncate = new("--truncate-history")
        {
            Description = "Cut the past off, older than delta.dropFeatureTruncateHistory.retentionDuration, in place of protecting it",
        };
        group.Add(
            new Command("drop", "Take a feature away; files that make use of it are rewritten") { dropped, truncate },
            async (context, table, cancellationToken) =>
            {
                using WorkProgressView view = new(context);
                return await context.Get<QueryEngine>().DropFeatureAsync(
                    table,
                    context.Parsed.GetValue(dropped)!,
                    new DropFeatureRequest { TruncateHistory = context.Parsed.GetValue(truncate) },
                    RewriteProgress.Of(view),
                    cancellationToken).ConfigureAwait(false);
            });
        return frame.WithExamples(
            group.Command,
            "table features gold.daily_prices",
            "table features gold.daily_prices upgrade deletionVectors",
            "table features gold.daily_prices drop deletionVectors",
            "table features gold.daily_prices drop checkpointProtection --truncate-history");
    }

    private static void Print(CommandContext context, Snapshot snapshot) => context.Rows.Print(
        _columns,
        [.. snapshot.FindFeatures().Select(static feature => new object?[]
        {
            feature.Name, feature.ForReaders ? "readers and writers" : "writers", feature.Use,
        })],
        "The table has no features.");
}
