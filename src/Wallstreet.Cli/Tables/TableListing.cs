using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Catalog;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table list</c>: the tables of the lake with their newest versions.</summary>
internal static class TableListing
{
    private static readonly Column[] _columns =
    [
        new("name"), Column.Number("version"), new("timestamp"), Column.Number("files"), Column.Number("sizeBytes"),
        Column.Number("rows"), new("partitionColumns"), Column.Detail("description"), Column.Detail("location"), new("error"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Command command = new("list", "List the tables of the lake");
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            Lake lake = context.Get<Lake>();
            List<object?[]> rows = [];
            bool broken = false;
            await foreach (string name in lake.ListTablesAsync(cancellationToken).ConfigureAwait(false))
            {
                object?[] row = await DescribeAsync(lake, name, cancellationToken).ConfigureAwait(false);
                broken |= row[^1] is not null;
                rows.Add(row);
            }

            // A column for errors only where there are some.
            bool tells = broken || !context.Rows.IsForPeople;
            context.Rows.Print(
                tells ? _columns : _columns[..^1],
                tells ? rows : [.. rows.Select(static row => row[..^1])],
                $"The lake {lake.Location} has no table yet: \"{context.ProgramName} up\" or \"{context.ProgramName} materialize\" makes some.");
            return broken ? ExitCodes.Failure : ExitCodes.Success;
        }));
        return command;
    }

    // One table that cannot be read must not hide the others.
    private static async ValueTask<object?[]> DescribeAsync(Lake lake, string name, CancellationToken cancellationToken)
    {
        try
        {
            DeltaTable table = await lake.GetTableAsync(name, cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            return
            [
                name, snapshot.Version, Cell.Time(snapshot.Timestamp), Cell.Count(snapshot.FileCount), Cell.Size(snapshot.SizeBytes),
                Cell.Count(snapshot.RowCount), snapshot.PartitionColumns, snapshot.Metadata.Description, table.Location.ToString(), null,
            ];
        }
        catch (DeltaException error)
        {
            return [name, null, null, null, null, null, null, null, null, error.Message];
        }
    }
}
