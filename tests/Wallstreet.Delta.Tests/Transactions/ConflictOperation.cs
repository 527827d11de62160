using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>An operation of the table of conflicts, on a table with the files a1 (partition A, prices 0 to 9), a2
/// (partition A, prices 10 to 19) and b1 (partition B, prices 0 to 9), of ten rows each.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Code">Its two letters in the table.</param>
/// <param name="Change">The change; its text makes the names of new files.</param>
/// <param name="Reads">The partitions that Spark would say that it read, or none.</param>
/// <param name="ReadFiles">The files that Spark would say that it read.</param>
internal sealed record ConflictOperation(
    string Name, string Code, Func<Snapshot, string, TableChange> Change, string Reads = "", string ReadFiles = "")
{
    public static IReadOnlyList<ConflictOperation> All { get; } =
    [
        new("append", "AP", static (read, id) => new(read) { Adds = [New("x" + id, "A", 5)] }),
        new("append of what was read", "AR", static (read, id) =>
            new(read) { Adds = [New("x" + id, "A", 5)], ReadPredicate = Is("B") }, "B", "b1"),
        new("streaming append", "ST", static (read, id) => new(read)
        {
            Adds = [New("x" + id, "B", 50)],
            Application = new ApplicationTransaction("stream", 1),
        }),
        new("overwrite", "OV", static (read, id) => new(read)
        {
            Adds = [New("x" + id, "A", 5)],
            Removes = [.. read.Files],
            ReadsWholeTable = true,
            FilesAreChanges = true,
        }, "AB", "a1 a2 b1"),
        new("replaceWhere A", "RW", static (read, id) => new(read)
        {
            Adds = [New("x" + id, "A", 5)],
            Removes = [File(read, "a1"), File(read, "a2")],
            ReadPredicate = Is("A"),
            FilesAreChanges = true,
        }, "A", "a1 a2"),
        new("DELETE of file a1", "DF", static (read, _) => new(read)
        {
            Removes = [File(read, "a1")],
            ReadPredicate = Cheap,
            ReadsRowsAlone = true,
        }, "A", "a1"),
        new("DELETE of file b1", "DB", static (read, _) => new(read)
        {
            Removes = [File(read, "b1")],
            ReadPredicate = Is("B"),
            ReadsRowsAlone = true,
        }, "B", "b1"),
        new("DELETE of rows 0, 1 of a1", "D0", static (read, _) => Rows(read, Cheap, 0, 1), "A", "a1"),
        new("DELETE of row 5 of a1", "D5", static (read, _) => Rows(read, Cheap, 5), "A", "a1"),
        new("UPDATE of row 1 of a1", "U1", static (read, id) => Rows(read, Cheap, 1) with
        {
            Adds = [New("x" + id, "A", 1)],
            ChangeFiles = [],
        }, "A", "a1"),
        new("UPDATE that rewrites a1", "UW", static (read, id) => new(read)
        {
            Removes = [File(read, "a1")],
            Adds = [New("x" + id, "A", 1)],
            ReadPredicate = Cheap,
            ReadsRowsAlone = true,
        }, "A", "a1"),
        new("MERGE that matches row 5 of a1", "ME", static (read, id) => new(read)
        {
            RowDeletions = [new RowDeletion(File(read, "a1"), DeletionVector.Of([5]))],
            Adds = [New("x" + id, "A", 15)],
            ReadPredicate = Is("A"),
            ReadsRowsAlone = true,
        }, "A", "a1 a2"),
        new("OPTIMIZE of A", "OA", static (read, id) => new(read)
        {
            Removes = [File(read, "a1"), File(read, "a2")],
            Adds = [New("x" + id, "A", 0, 19)],
            DataChange = false,
        }, "A", "a1 a2"),
        new("OPTIMIZE of B", "OB", static (read, id) => new(read)
        {
            Removes = [File(read, "b1")],
            Adds = [New("x" + id, "B", 0, 9)],
            DataChange = false,
        }, "B", "b1"),
        new("VACUUM", "VA", static (read, _) => new(read)),
        new("SET TBLPROPERTIES", "SP", static (read, id) => new(read)
        {
            NewMetadata = read.Metadata with { Description = id },
        }),
        new("ADD CONSTRAINT", "AC", static (read, id) => new(read)
        {
            NewMetadata = read.Metadata with { Description = id },
            ReadsWholeTable = true,
        }, "AB", "a1 a2 b1"),
        new("UPGRADE PROTOCOL", "UP", static (read, _) => new(read)
        {
            NewProtocol = read.Protocol with { WriterFeatures = [.. read.Protocol.WriterFeatures!, "changeDataFeed"] },
        }),
        new("DROP FEATURE", "DR", static (read, _) => new(read)
        {
            NewProtocol = read.Protocol with
            {
                WriterFeatures = [.. read.Protocol.WriterFeatures!.Where(static name => name != "vacuumProtocolCheck")],
                ReaderFeatures = [.. read.Protocol.ReaderFeatures!.Where(static name => name != "vacuumProtocolCheck")],
            },
        }),
        new("CLUSTER BY", "CB", static (read, id) => new(read)
        {
            Domains = [new DomainMetadata("delta.clustering", $"{{\"clusteringColumns\":[[\"price\"]],\"id\":\"{id}\"}}", false)],
        }),
        new("SET DOMAIN", "SD", static (read, id) => new(read) { Domains = [new DomainMetadata("mine", id, false)] }),
        new("RESTORE", "RE", static (read, _) => new(read)
        {
            Removes = [.. read.Files],
            Adds = [New("old", "A", 5)],
            ReadsWholeTable = true,
            FilesAreChanges = true,
        }, "AB", "a1 a2 b1"),
        new("TRUNCATE TABLE", "TR", static (read, _) => new(read)
        {
            Removes = [.. read.Files],
            ReadsWholeTable = true,
            ReadsRowsAlone = true,
        }, "AB", "a1 a2 b1"),
        new("REMOVE COLUMN MAPPING", "CM", static (read, id) => new(read)
        {
            NewMetadata = read.Metadata with { Description = id },
            Removes = [.. read.Files],
            Adds = [New("x" + id, "A", 0, 19), New("y" + id, "B", 0, 9)],
            DataChange = false,
            ReadsWholeTable = true,
        }, "AB", "a1 a2 b1"),
    ];

    private static Predicate Cheap => Predicate.AllOf(
        Is("A"), new Predicate.Comparison("price", ComparisonOperator.Less, Literal.Of(10.0)));

    public static ConflictOperation Of(string name) => All.Single(operation => operation.Name == name);

    public static AddFile New(string path, string symbol, int from, int? to = null) => Tables.File(
        path,
        $"{{\"numRecords\":10,\"minValues\":{{\"price\":{from}}},\"maxValues\":{{\"price\":{to ?? from}}},"
        + "\"nullCount\":{\"price\":0}}") with
    {
        PartitionValues = new Dictionary<string, string?> { ["symbol"] = symbol },
    };

    private static AddFile File(Snapshot read, string path) => read.Files.Single(file => file.Path == path);

    private static Predicate Is(string symbol) => Predicate.Equal("symbol", Literal.Of(symbol));

    private static TableChange Rows(Snapshot read, Predicate predicate, params long[] rows) => new(read)
    {
        RowDeletions = [new RowDeletion(File(read, "a1"), DeletionVector.Of(rows))],
        ReadPredicate = predicate,
        ReadsRowsAlone = true,
    };
}
