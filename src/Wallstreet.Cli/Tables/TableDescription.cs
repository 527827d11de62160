using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table show</c>: columns, properties and size of a table.</summary>
internal static class TableDescription
{
    private static readonly Column[] _columns = [new("name"), new("type"), new("nullable"), new("comment")];

    private static readonly Column[] _sizeColumns = [new("size"), Column.Number("files"), Column.Number("sizeBytes")];

    private static readonly (string Name, long Below)[] _sizes =
    [
        ("below 1 MiB", 1L << 20), ("1 to 16 MiB", 16L << 20), ("16 to 128 MiB", 128L << 20), ("128 MiB to 1 GiB", 1L << 30),
        ("1 GiB and more", long.MaxValue),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<long?> version = HistoryPointOptions.NewVersionOption("Show an earlier version");
        Command command = new("show", "Show a table's columns, properties and size") { table, version };
        command.SetAction(frame.WithSnapshot(table, version, (context, found, snapshot) =>
            context.Rows.PrintObject(Describe(TableLookup.NameOf(context.Parsed.GetValue(table)!), found, snapshot))));
        return command;
    }

    /// <summary>The columns of a schema as rows.</summary>
    public static RowSet ColumnsOf(StructType schema) => new(
        _columns, [.. schema.Fields.Select(static f => new object?[] { f.Name, f.Type.ToString(), f.Nullable, f.Comment })]);

    private static Members Describe(string name, DeltaTable table, Snapshot snapshot) => new()
    {
        { "name", name },
        { "location", table.Location.ToString() },
        { "description", snapshot.Metadata.Description },
        { "version", snapshot.Version },
        { "timestamp", Cell.Time(snapshot.Timestamp) },
        { "files", Cell.Count(snapshot.FileCount) },
        { "sizeBytes", Cell.Size(snapshot.SizeBytes) },
        { "rows", Cell.Count(snapshot.RowCount) },
        { "deletedRows", Cell.Count(snapshot.Files.Sum(static file => file.DeletionVector?.Cardinality ?? 0)) },
        { "partitionColumns", snapshot.PartitionColumns },
        { "clusteredBy", ClusteringOf(snapshot) },
        { "properties", Members.Of(snapshot.Metadata.Configuration) },
        { "protocol", ProtocolOf(snapshot.Protocol) },
        { "schema", ColumnsOf(snapshot.Schema) },
        { "fileSizes", SizesOf(snapshot) },
    };

    private static string[] ClusteringOf(Snapshot snapshot) =>
        [.. (ClusteringColumns.Find(snapshot) ?? []).Select(static column => column.ToString())];

    /// <summary>How many files there are of each size: many small ones are worth joining.</summary>
    private static RowSet SizesOf(Snapshot snapshot)
    {
        List<object?[]> rows = [];
        foreach ((string name, long below) in _sizes)
        {
            long least = rows.Count == 0 ? 0 : _sizes[rows.Count - 1].Below;
            AddFile[] files = [.. snapshot.Files.Where(file => file.SizeBytes >= least && file.SizeBytes < below)];
            rows.Add([name, Cell.Count(files.Length), Cell.Size(files.Sum(static file => file.SizeBytes))]);
        }

        return new RowSet(_sizeColumns, rows);
    }

    private static Members ProtocolOf(Protocol protocol)
    {
        Members members = new()
        {
            { "minReaderVersion", protocol.MinReaderVersion },
            { "minWriterVersion", protocol.MinWriterVersion },
        };
        if (protocol.ReaderFeatures is { } reader)
        {
            members.Add("readerFeatures", reader);
        }

        if (protocol.WriterFeatures is { } writer)
        {
            members.Add("writerFeatures", writer);
        }

        return members;
    }
}
