using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta.Alterations;
using Wallstreet.Query;

namespace Wallstreet.Cli.Tables.Alterations;

/// <summary><c>table constraints</c>: conditions that every row of a table satisfies.</summary>
internal static class TableConstraints
{
    private static readonly Column[] _columns = [new("name"), new("expression")];

    public static Command Create(CommandFrame frame)
    {
        TableGroup group = new(
            frame, "constraints", "List, add and drop CHECK constraints", "List a table's CHECK constraints",
            static (context, snapshot) => context.Rows.Print(
                _columns, [.. ConstraintAlterations.Find(snapshot.Metadata).Select(static pair => new object?[] { pair.Key, pair.Value })],
                "The table has no CHECK constraints."));
        Argument<string> name = NewNameArgument();
        Argument<string> expression = new("expression")
        {
            Description = "The condition, in Spark SQL: \"price > 0 AND symbol IS NOT NULL\"",
            HelpName = "EXPR",
        };
        group.Add(
            new Command("add", "Add a CHECK constraint, once every row is found to satisfy it") { name, expression },
            (context, table, cancellationToken) => context.Get<QueryEngine>().Rules.AddConstraintAsync(
                table, context.Parsed.GetValue(name)!, context.Parsed.GetValue(expression)!, cancellationToken));
        Argument<string> dropped = NewNameArgument();
        group.Add(
            new Command("drop", "Drop a CHECK constraint") { dropped },
            (context, table, cancellationToken) => table.DropConstraintAsync(context.Parsed.GetValue(dropped)!, cancellationToken));
        return frame.WithExamples(
            group.Command,
            "table constraints gold.daily_prices",
            "table constraints gold.daily_prices add positive \"close > 0\"",
            "table constraints gold.daily_prices drop positive");
    }

    private static Argument<string> NewNameArgument() => new("name") { Description = "The constraint; case is ignored", HelpName = "NAME" };
}
