using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;

namespace Wallstreet.Cli.Tables.Alterations;

/// <summary>A command of a table that lists something when it is given nothing more, and has commands of its own that
/// change it: <c>table constraints T</c>, <c>table constraints T add …</c>.</summary>
internal sealed class TableGroup
{
    private readonly CommandFrame _frame;
    private readonly Argument<string> _table = TableLookup.NewArgument();

    public TableGroup(
        CommandFrame frame, string name, string description, string listing, Action<CommandContext, Snapshot> list)
    {
        _frame = frame;
        Command = new Command(name, description) { _table };
        Command all = new("list", listing);
        Func<ParseResult, CancellationToken, Task<int>> action = frame.WithTable(_table, async (context, found, cancellationToken) =>
            list(context, await found.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)));
        Command.SetAction(action);
        all.SetAction(action);
        Command.Add(all);
    }

    public Command Command { get; }

    /// <summary>Adds a command that changes the table in one commit.</summary>
    /// <param name="command">The command with its arguments and options.</param>
    /// <param name="change">Makes the change.</param>
    public void Add(Command command, Func<CommandContext, DeltaTable, CancellationToken, ValueTask<CommittedVersion>> change)
    {
        command.SetAction(_frame.WithTable(_table, async (context, found, cancellationToken) =>
        {
            CommittedVersion committed = await change(context, found, cancellationToken).ConfigureAwait(false);
            context.Rows.PrintObject(new Members { { "version", committed.Version } });
        }));
        Command.Add(command);
    }
}
