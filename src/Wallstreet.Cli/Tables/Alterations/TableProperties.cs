using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Features;
using Wallstreet.Query;
using Wallstreet.Query.Features;

namespace Wallstreet.Cli.Tables.Alterations;

/// <summary><c>table properties</c>: what a table asks of its writers.</summary>
internal static class TableProperties
{
    private static readonly Column[] _columns = [new("property"), new("value")];

    public static Command Create(CommandFrame frame)
    {
        TableGroup group = new(
            frame, "properties", "List, set and unset table properties", "List a table's properties",
            static (context, snapshot) => context.Rows.Print(
                _columns,
                [.. snapshot.Metadata.Configuration.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                    .Select(static pair => new object?[] { pair.Key, pair.Value })],
                "The table has no properties."));
        Argument<string[]> pairs = new("properties")
        {
            Description = "The properties with their values; names of your own must not begin with delta.",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
        };
        group.Add(
            new Command("set", "Set properties in one commit; the protocol is raised if they need it") { pairs },
            (context, table, cancellationToken) => SetAsync(context, table, Read(context.Parsed.GetValue(pairs)!), cancellationToken));
        Argument<string[]> keys = new("properties") { Description = "The properties", HelpName = "KEY", Arity = ArgumentArity.OneOrMore };
        Option<bool> ifExists = new("--if-exists") { Description = "Properties that are not set are fine" };
        group.Add(
            new Command("unset", "Take properties away, so that their defaults hold") { keys, ifExists },
            (context, table, cancellationToken) => table.UnsetPropertiesAsync(
                context.Parsed.GetValue(keys)!, context.Parsed.GetValue(ifExists), cancellationToken));
        return frame.WithExamples(
            group.Command,
            "table properties gold.daily_prices",
            "table properties gold.daily_prices set delta.enableDeletionVectors=true owner=research",
            "table properties gold.daily_prices unset owner");
    }

    private static async ValueTask<CommittedVersion> SetAsync(
        CommandContext context, DeltaTable table, Dictionary<string, string> properties, CancellationToken cancellationToken)
    {
        using WorkProgressView view = new(context);
        return await context.Get<QueryEngine>().SetPropertiesAsync(
            table, properties, RewriteProgress.Of(view), null, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> Read(string[] pairs)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int equal = pair.IndexOf('=', StringComparison.Ordinal);
            if (equal <= 0)
            {
                throw new UsageException($"'{pair}' is no property with a value: write KEY=VALUE.");
            }

            properties[pair[..equal].Trim()] = pair[(equal + 1)..].Trim();
        }

        return properties;
    }
}
