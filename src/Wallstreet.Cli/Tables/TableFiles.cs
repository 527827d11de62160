using System.CommandLine;
using System.Text.Json;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table files</c>: the data files of a version with their statistics.</summary>
internal static class TableFiles
{
    private const int LimitForPeople = 200;

    private static readonly Column[] _columns =
    [
        new("path"), Column.Number("sizeBytes"), Column.Number("rows"), new("partitionValues"), new("modificationTime"),
        Column.Detail("deletedRows"), Column.Detail("statistics"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<long?> version = HistoryPointOptions.NewVersionOption("The files of an earlier version");
        Command command = new("files", "Show the data files of a table with their statistics") { table, version };
        command.SetAction(frame.WithSnapshot(table, version, (context, _, snapshot) =>
        {
            int shown = context.Rows.IsForPeople ? LimitForPeople : int.MaxValue;
            context.Rows.Print(
                _columns, [.. snapshot.Files.Take(shown).Select(file => RowOf(snapshot, file))],
                $"Version {snapshot.Version} of the table has no files.");
            if (snapshot.FileCount > shown)
            {
                context.Remark($"{snapshot.FileCount - shown} more files are not shown: --format json or csv gives all.");
            }
        }));
        return command;
    }

    private static object?[] RowOf(Snapshot snapshot, AddFile file) =>
    [
        file.Path, Cell.Size(file.SizeBytes), Cell.Count(snapshot.FindStatistics(file)?.RecordCount),
        Members.Of(file.PartitionValues), Cell.Time(file.ModificationTime), file.DeletionVector?.Cardinality ?? 0L,
        file.Statistics is { } statistics ? ParseOrText(statistics) : null,
    ];

    // What others wrote there need not be JSON.
    private static object ParseOrText(string statistics)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(statistics);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return statistics;
        }
    }
}
