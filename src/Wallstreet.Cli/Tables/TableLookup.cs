using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Tables;

/// <summary>Finds what an argument names: a table, or a place where one may be.</summary>
internal static class TableLookup
{
    /// <summary>The argument that names a table.</summary>
    public static Argument<string> NewArgument() => NewArgument(
        "table", "An asset key or dotted name (silver.daily_bars), or a location (./path, file:///…, s3://bucket/prefix)");

    /// <summary>An argument that names a table or a place where one may be.</summary>
    public static Argument<string> NewArgument(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description, HelpName = name.ToUpperInvariant() };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError($"{name.ToUpperInvariant()} is empty: write silver.daily_bars, ./path or s3://bucket/prefix.");
            }
        });
        return argument;
    }

    /// <summary>The action of a command that works on the table that an argument names.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> WithTable(
        this CommandFrame frame, Argument<string> argument, Func<CommandContext, DeltaTable, CancellationToken, Task> work) =>
        frame.WithTable(argument, static _ => true, (context, table, _, cancellationToken) => work(context, table, cancellationToken));

    /// <summary>The action of a command that works on the table that an argument names, as its options ask. They are read
    /// first: wrong usage is told without a look at the lake.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> WithTable<TRequest>(
        this CommandFrame frame, Argument<string> argument, Func<CommandContext, TRequest> read,
        Func<CommandContext, DeltaTable, TRequest, CancellationToken, Task> work) =>
        frame.WithServices(async (context, cancellationToken) =>
        {
            TRequest request = read(context);
            DeltaTable table = await GetAsync(context, context.Parsed.GetValue(argument)!, cancellationToken).ConfigureAwait(false);
            await work(context, table, request, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        });

    /// <summary>The action of a command that shows a version of the table that an argument names.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> WithSnapshot(this CommandFrame frame,
        Argument<string> argument, Option<long?> version, Action<CommandContext, DeltaTable, Snapshot> show) =>
        frame.WithTable(argument, async (context, table, cancellationToken) =>
        {
            HistoryPoint? point = context.Parsed.GetValue(version) is { } number ? HistoryPoint.At(number) : null;
            show(context, table, await table.GetSnapshotAsync(point, cancellationToken).ConfigureAwait(false));
        });

    /// <summary>A table by key, dotted name or location.</summary>
    /// <exception cref="DeltaTableNotFoundException">There is none.</exception>
    public static ValueTask<DeltaTable> GetAsync(CommandContext context, string name, CancellationToken cancellationToken) =>
        context.Get<Lake>().GetTableAsync(name, cancellationToken);

    /// <summary>The place of a key or dotted name of the lake, or a location; there need be no table yet.</summary>
    public static IObjectStore OpenStore(CommandContext context, string name) => Lake.IsLocation(name)
        ? context.Get<ObjectStoreFactory>().Open(name)
        : context.Get<Lake>().OpenStore(NameOf(name));

    /// <summary>The name under which people know the table: dotted, or its location.</summary>
    public static string NameOf(string argument) => Lake.IsLocation(argument) ? argument : argument.Replace('/', '.');
}
