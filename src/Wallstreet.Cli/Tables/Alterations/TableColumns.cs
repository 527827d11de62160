using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query;

namespace Wallstreet.Cli.Tables.Alterations;

/// <summary><c>table columns</c>: changes a table's columns without writing its files anew.</summary>
internal static class TableColumns
{
    public static Command Create(CommandFrame frame)
    {
        TableGroup group = new(
            frame, "columns", "List, add, rename, drop and change columns", "List a table's columns", static (context, snapshot) =>
            {
                RowSet columns = TableDescription.ColumnsOf(snapshot.Schema);
                context.Rows.Print(columns.Columns, columns.Rows, "The table has no columns.");
            });
        AddAddition(group);
        AddRenaming(group);
        AddPlace(group);
        AddType(group);
        AddNulls(group);
        AddTexts(group);
        return frame.WithExamples(
            group.Command,
            "table columns gold.daily_prices",
            "table columns gold.daily_prices add note string --comment \"why it changed\" --after close",
            "table columns gold.daily_prices rename note remark",
            "table columns gold.daily_prices type volume \"decimal(38,0)\"");
    }

    private static Argument<string> NewColumnArgument() => new("column")
    {
        Description = "The column; in structs with points (address.city), in arrays and maps with element, key and value; "
            + "names with points of their own in backquotes",
        HelpName = "COLUMN",
    };

    private static (Option<bool> First, Option<string?> After) NewPlaceOptions() => (
        new Option<bool>("--first") { Description = "Before all other columns" },
        new Option<string?>("--after") { Description = "Behind another column, of the same struct", HelpName = "COLUMN" });

    private static ColumnPosition? ReadPlace(CommandContext context, Option<bool> first, Option<string?> after) =>
        (context.Parsed.GetValue(first), context.Parsed.GetValue(after)) switch
        {
            (true, not null) => throw new UsageException("--first and --after exclude each other."),
            (true, null) => ColumnPosition.First,
            (false, { } name) => ColumnPosition.After(name),
            _ => null,
        };

    /// <summary>A path, once the table's columns are known.</summary>
    private static async ValueTask<ColumnPath> ResolveAsync(DeltaTable table, string text, CancellationToken cancellationToken) =>
        ColumnPathText.Resolve((await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Schema, text);

    private static void AddAddition(TableGroup group)
    {
        Argument<string> column = NewColumnArgument();
        Argument<string> type = NewTypeArgument();
        Option<string?> comment = new("--comment") { Description = "What the column means", HelpName = "TEXT" };
        (Option<bool> first, Option<string?> after) = NewPlaceOptions();
        group.Add(
            new Command("add", "Add a column, whose value in the rows that are there is null") { column, type, comment, first, after },
            (context, table, cancellationToken) => table.AddColumnsAsync(
                [
                    new NewColumn(ColumnPathText.Parse(context.Parsed.GetValue(column)!), TypeText.Parse(context.Parsed.GetValue(type)!))
                    {
                        Comment = context.Parsed.GetValue(comment),
                        Position = ReadPlace(context, first, after),
                    },
                ],
                cancellationToken));
    }

    private static void AddRenaming(TableGroup group)
    {
        Argument<string> column = NewColumnArgument();
        Argument<string> name = new("name") { Description = "The new name, without those of structs", HelpName = "NAME" };
        group.Add(
            new Command("rename", "Rename a column of a table with column mapping") { column, name },
            async (context, table, cancellationToken) => await table.RenameColumnAsync(
                await ResolveAsync(table, context.Parsed.GetValue(column)!, cancellationToken).ConfigureAwait(false),
                context.Parsed.GetValue(name)!, cancellationToken).ConfigureAwait(false));
        Argument<string> dropped = NewColumnArgument();
        group.Add(
            new Command("drop", "Drop a column of a table with column mapping") { dropped },
            async (context, table, cancellationToken) => await table.DropColumnAsync(
                await ResolveAsync(table, context.Parsed.GetValue(dropped)!, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false));
    }

    private static void AddPlace(TableGroup group)
    {
        Argument<string> column = NewColumnArgument();
        (Option<bool> first, Option<string?> after) = NewPlaceOptions();
        group.Add(
            new Command("move", "Put a column elsewhere among its neighbours") { column, first, after },
            async (context, table, cancellationToken) => await table.MoveColumnAsync(
                await ResolveAsync(table, context.Parsed.GetValue(column)!, cancellationToken).ConfigureAwait(false),
                ReadPlace(context, first, after) ?? throw new UsageException("Say where to: --first or --after COLUMN."),
                cancellationToken).ConfigureAwait(false));
    }

    private static void AddType(TableGroup group)
    {
        Argument<string> column = NewColumnArgument();
        Argument<string> type = NewTypeArgument();
        group.Add(
            new Command("type", "Give a column a wider type, if delta.enableTypeWidening is true") { column, type },
            async (context, table, cancellationToken) => await table.ChangeTypeAsync(
                await ResolveAsync(table, context.Parsed.GetValue(column)!, cancellationToken).ConfigureAwait(false),
                TypeText.Parse(context.Parsed.GetValue(type)!), cancellationToken).ConfigureAwait(false));
    }

    private static void AddNulls(TableGroup group)
    {
        Argument<string> forbidden = NewColumnArgument();
        group.Add(
            new Command("forbid-nulls", "Forbid nulls in a column (SET NOT NULL), once no row is found to hold one") { forbidden },
            async (context, table, cancellationToken) => await context.Get<QueryEngine>().Rules.ForbidNullsAsync(
                table, await ResolveAsync(table, context.Parsed.GetValue(forbidden)!, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false));
        Argument<string> allowed = NewColumnArgument();
        group.Add(
            new Command("allow-nulls", "Let a column hold nulls (DROP NOT NULL)") { allowed },
            async (context, table, cancellationToken) => await table.AllowNullsAsync(
                await ResolveAsync(table, context.Parsed.GetValue(allowed)!, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false));
    }

    private static void AddTexts(TableGroup group)
    {
        Argument<string> commented = NewColumnArgument();
        Argument<string?> comment = new("text") { Description = "What the column means; left out, nothing", HelpName = "TEXT", Arity = ArgumentArity.ZeroOrOne };
        group.Add(
            new Command("comment", "Say what a column means") { commented, comment },
            async (context, table, cancellationToken) => await table.SetCommentAsync(
                await ResolveAsync(table, context.Parsed.GetValue(commented)!, cancellationToken).ConfigureAwait(false),
                context.Parsed.GetValue(comment), cancellationToken).ConfigureAwait(false));
        Argument<string> filled = NewColumnArgument();
        Argument<string?> expression = new("expression")
        {
            Description = "The default in Spark SQL, such as \"'new'\" or current_date(); left out, none",
            HelpName = "EXPR",
            Arity = ArgumentArity.ZeroOrOne,
        };
        group.Add(
            new Command("default", "Give a column a default for rows that bring no value for it") { filled, expression },
            async (context, table, cancellationToken) => await context.Get<QueryEngine>().Rules.SetDefaultAsync(
                table, await ResolveAsync(table, context.Parsed.GetValue(filled)!, cancellationToken).ConfigureAwait(false),
                context.Parsed.GetValue(expression), cancellationToken).ConfigureAwait(false));
    }

    private static Argument<string> NewTypeArgument() => new("type")
    {
        Description = "The type, in Spark's words: bigint, decimal(18,4), timestamp_ntz, array<string>, struct<a: int>",
        HelpName = "TYPE",
    };
}
