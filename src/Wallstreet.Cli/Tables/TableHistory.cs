using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Lineage;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table history</c>: the commits of a table, newest first.</summary>
internal static class TableHistory
{
    private const int LimitForPeople = 50;

    private static readonly Column[] _columns =
    [
        Column.Number("version"), new("timestamp"), new("operation"), Column.Detail("parameters"), new("metrics"),
        new("run"), new("partition"), Column.Detail("userMetadata"), Column.Detail("engineInfo"), Column.Detail("readVersion"),
        Column.Detail("isBlindAppend"), Column.Detail("txnId"),
    ];

    private static readonly (string Name, string Noun, string Done)[] _told =
    [
        ("numTargetRowsInserted", "row", " inserted"), ("numTargetRowsUpdated", "row", " updated"),
        ("numTargetRowsDeleted", "row", " deleted"), ("numUpdatedRows", "row", " updated"),
        ("numOutputRows", "row", ""), ("numDeletedRows", "row", " deleted"), ("numFiles", "file", ""), ("numAddedFiles", "file", " added"),
        ("numRemovedFiles", "file", " removed"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<long?> limit = LeastOption.New(
            "--limit", $"At most so many versions (a table for people shows {LimitForPeople}, JSON and CSV all)", 1);
        Command command = new("history", "Show the commits of a table, newest first") { table, limit };
        command.SetAction(frame.WithTable(table, async (context, found, cancellationToken) =>
        {
            int? asked = context.Parsed.GetValue(limit) is { } number
                ? (int)Math.Min(number, int.MaxValue)
                : context.Rows.IsForPeople ? LimitForPeople : null;
            List<object?[]> rows = [];
            await foreach (CommitRecord commit in found.GetHistoryAsync(asked, cancellationToken).ConfigureAwait(false))
            {
                rows.Add(RowOf(commit));
            }

            context.Rows.Print(_columns, rows, "The table has no history.");
            if (context.Parsed.GetValue(limit) is null && rows.Count == asked)
            {
                context.Remark($"These are the newest {asked} versions: --limit N shows more.");
            }
        }));
        return command;
    }

    private static object?[] RowOf(CommitRecord commit)
    {
        CommitLineage? lineage = CommitLineage.FindIn(commit.UserMetadata);
        return
        [
            commit.Version, Cell.Time(commit.Timestamp), commit.Operation, Members.Of(commit.Parameters),
            new Cell(MetricsText(commit.Metrics), Members.Of(commit.Metrics)), lineage?.RunId, lineage?.Partition,
            commit.UserMetadata, commit.EngineInfo, commit.ReadVersion, commit.IsBlindAppend, commit.TxnId,
        ];
    }

    // Of all metrics those that say what a commit did; the rest is in JSON. A merge tells its rows by what became of them.
    private static string MetricsText(IReadOnlyDictionary<string, string> metrics) => string.Join(", ", _told
        .Where(told => metrics.GetValueOrDefault(told.Name) is not null and not "0")
        .Where(told => told.Name != "numOutputRows" || !metrics.ContainsKey("numTargetRowsInserted"))
        .Select(told => $"{metrics[told.Name]} {told.Noun}{(metrics[told.Name] == "1" ? "" : "s")}{told.Done}"));
}
