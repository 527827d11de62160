using ParquetSharp;
using ParquetSharp.IO;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Delta.Verification;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Checkpoints;

/// <summary>Checkpoints whose statistics are columns, text, both or not there, as the table's properties say. Protocol section
/// "Checkpoints".</summary>
[OnEveryStore]
public sealed class WrittenStatisticsTests
{
    private const string Text = "delta.checkpoint.writeStatsAsJson";
    private const string Columns = "delta.checkpoint.writeStatsAsStruct";

    private static readonly StructType _schema = new(
        new StructField("byte", PrimitiveType.Byte),
        new StructField("short", PrimitiveType.Short),
        new StructField("int", PrimitiveType.Integer),
        new StructField("long", PrimitiveType.Long),
        new StructField("float", PrimitiveType.Float),
        new StructField("double", PrimitiveType.Double),
        new StructField("small", new DecimalType(5, 2)),
        new StructField("middle", new DecimalType(15, 3)),
        new StructField("large", new DecimalType(38, 10)),
        new StructField("nineteen", new DecimalType(19, 0)),
        new StructField("text", PrimitiveType.String),
        new StructField("flag", PrimitiveType.Boolean),
        new StructField("day", PrimitiveType.Date),
        new StructField("at", PrimitiveType.Timestamp),
        new StructField("wall", PrimitiveType.TimestampNtz),
        new StructField("blob", PrimitiveType.Binary),
        new StructField("a.b `c`", new StructType(
            new StructField("x", PrimitiveType.Long), new StructField("y", new StructType(new StructField("z", PrimitiveType.String))))),
        new StructField("list", new ArrayType(PrimitiveType.Long, true)),
        new StructField("map", new MapType(PrimitiveType.String, PrimitiveType.Long, true)),
        new StructField("unknown", PrimitiveType.Long));

    private const string Low = """
        "byte":-128,"short":-3,"int":-2147483648,"long":-9223372036854775808,"float":-0.1,"double":-1.5e300,"small":-999.99,
        "middle":-0.001,"large":-1234567890123456789012345678.0123456789,"nineteen":-9999999999999999999,"text":"","flag":false,
        "day":"0001-01-01","at":"1969-12-31T23:59:59.999Z","wall":"2024-01-01T00:00:00.123456","a.b `c`":{"x":1,"y":{"z":"Ü\n\""}}
        """;

    private const string High = """
        "byte":127,"short":3,"int":2147483647,"long":9223372036854775807,"float":0.1,"double":"Infinity","small":0.5,
        "middle":999999999999.999,"large":7,"nineteen":9999999999999999999,"text":"a𝄞","flag":true,
        "day":"9999-12-31","at":"2262-04-11T23:47:16.854775Z","wall":"2024-01-01T00:00:00.124","a.b `c`":{"x":2,"y":{"z":"ÿ"}}
        """;

    private const string Nulls = """
        "byte":0,"short":1,"int":2,"long":3,"float":3,"double":0,"small":1,"middle":1,"large":1,"nineteen":1,"text":1,"flag":1,"day":1,
        "at":1,"wall":1,"blob":2,"a.b `c`":{"x":1,"y":{"z":2}},"list":1,"map":3
        """;

    private static readonly AddFile[] _files =
    [
        Tables.File("whole", $$"""{"numRecords":3,"minValues":{ {{Low}} },"maxValues":{ {{High}} },"nullCount":{ {{Nulls}} } }"""),
        Tables.File("wide", """{"numRecords":9,"tightBounds":false,"minValues":{"long":5},"maxValues":{"long":7},"nullCount":{"long":2}}"""),
        Tables.File("wrong", """{"numRecords":-1,"minValues":{"byte":300,"small":"x","day":"never","blob":"x","list":"x","a.b `c`":7},"nullCount":{"byte":"x"}}"""),
        Tables.File("broken", """{"numRecords":1,"minValues":{"long":5"""),
        Tables.File("counted", """{"numRecords":4}"""),
        Tables.File("empty", "{}"),
        Tables.File("silent"),
    ];

    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, true, false)]
    [InlineData("true", "false", true, false)]
    [InlineData("true", "true", true, true)]
    [InlineData("false", "true", false, true)]
    [InlineData("FALSE", "TRUE", false, true)]
    [InlineData("false", "false", false, false)]
    public async Task A_checkpoint_has_the_statistics_that_the_table_asks_for(string? text, string? columns, bool hasText, bool hasColumns)
    {
        DeltaTable table = await CreateAsync(_schema, _files, [], (Text, text), (Columns, columns));

        HashSet<string> written = await CheckpointAsync(table);

        Assert.Equal(hasText, written.Contains("add.stats"));
        Assert.Equal(hasColumns, written.Contains("add.stats_parsed.numRecords"));
        Assert.Equal(hasColumns, written.Contains("add.stats_parsed.tightBounds"));
        Assert.Equal(hasColumns, written.Contains("add.stats_parsed.minValues.a.b `c`.y.z"));
        Assert.Equal(hasColumns, written.Contains("add.stats_parsed.nullCount.list"));
        Assert.DoesNotContain(written, static name => name.EndsWith("unknown", StringComparison.Ordinal));
        Assert.DoesNotContain("add.stats_parsed.minValues.blob", written);
        Assert.DoesNotContain("add.stats_parsed.minValues.list", written);
        Assert.DoesNotContain("add.partitionValues_parsed", string.Join(' ', written), StringComparison.Ordinal);
        Assert.DoesNotContain(
            (await TableVerifier.VerifyAsync(_store, null, null, Cancellation)).Findings,
            static finding => finding.Severity == VerificationSeverity.Damage && finding.Place.StartsWith("_delta_log", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("v2")]
    public async Task Statistics_of_every_type_come_back_from_columns_as_they_were(string policy)
    {
        DeltaTable table = await CreateAsync(
            _schema, _files, [], (Text, "false"), (Columns, "true"), ("delta.checkpointPolicy", policy),
            ("delta.feature.v2Checkpoint", policy == "v2" ? "supported" : null));
        Snapshot before = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(20, before.FindStatistics(before.Files.Single(static file => file.Path == "whole"))!.GetColumns().Count(
            static pair => pair.Value.NullCount is not null));

        HashSet<string> written = await CheckpointAsync(table);

        Assert.DoesNotContain("add.stats", written);
        Snapshot after = await OpenFromCheckpointAsync();
        foreach (AddFile file in before.Files)
        {
            AddFile read = after.Files.Single(other => other.Path == file.Path);
            Assert.Equal(Facts(before, file), Facts(after, read));
            Assert.Equal(before.PlanScan(Predicate.Equal("long", Literal.Of(6L))).FilesPruned, after.PlanScan(Predicate.Equal("long", Literal.Of(6L))).FilesPruned);
        }

        Assert.Null(after.Files.Single(static file => file.Path == "silent").Statistics);
        Assert.Null(after.Files.Single(static file => file.Path == "broken").Statistics);
    }

    [Fact]
    public async Task Partition_values_are_columns_of_their_types()
    {
        StructType schema = new(
            new StructField("v", PrimitiveType.Long),
            new StructField("int", PrimitiveType.Integer),
            new StructField("text", PrimitiveType.String),
            new StructField("day", PrimitiveType.Date),
            new StructField("at", PrimitiveType.Timestamp),
            new StructField("number", new DecimalType(20, 2)),
            new StructField("flag", PrimitiveType.Boolean),
            new StructField("blob", PrimitiveType.Binary));
        string[] partitions = [.. schema.Fields.Skip(1).Select(static column => column.Name)];
        DeltaTable table = await CreateAsync(
            schema,
            [
                Tables.File("a", """{"numRecords":1}""") with
                {
                    PartitionValues = new Dictionary<string, string?>
                    {
                        ["int"] = "-7", ["text"] = "ü b", ["day"] = "2024-01-02", ["at"] = "2024-01-02 03:04:05.000006", ["number"] = "-1.5",
                        ["flag"] = "true", ["blob"] = "xyz",
                    },
                },
                Tables.File("b", """{"numRecords":1}""") with { PartitionValues = partitions.ToDictionary(static name => name, static _ => (string?)null) },
            ],
            partitions,
            (Text, "false"),
            (Columns, "true"));

        HashSet<string> written = await CheckpointAsync(table);

        Assert.Equal(
            partitions.Order(),
            written.Where(static name => name.StartsWith("add.partitionValues_parsed.", StringComparison.Ordinal)).Select(static name => name[27..]).Order());
        using ParquetFileReader file = new(new ManagedRandomAccessFile(new MemoryStream(await _store.GetAsync(LogFile.CheckpointKey(0), Cancellation))));
        Assert.Equal([-7], await ValuesAsync<int>(file, "int"));
        Assert.Equal([19724], await ValuesAsync<int>(file, "day"));
        Assert.Equal([1_704_164_645_000_006], await ValuesAsync<long>(file, "at"));
        Assert.Equal([true], await ValuesAsync<bool>(file, "flag"));
        Snapshot after = await OpenFromCheckpointAsync();
        Assert.Equal("a", Assert.Single(after.PlanScan(Predicate.Equal("int", Literal.Of(-7))).Files).Add.Path);
    }

    [Fact]
    public async Task Columns_of_a_mapped_table_have_their_physical_names()
    {
        StructType schema = new(new StructField("symbol", PrimitiveType.String), new StructField("price", PrimitiveType.Double));
        DeltaTable table = await CreateAsync(
            schema, [], ["symbol"], (Text, "false"), (Columns, "true"), ("delta.columnMapping.mode", "name"));
        ArrowDataEngine engine = new();
        await table.AppendAsync(engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 5))), Tables.Commit, Cancellation);
        Snapshot before = await table.GetSnapshotAsync(Cancellation);
        string symbol = before.Schema.Find("symbol")!.GetPhysicalName(ColumnMappingMode.Name);
        string price = before.Schema.Find("price")!.GetPhysicalName(ColumnMappingMode.Name);
        Assert.NotEqual("price", price);

        HashSet<string> written = await CheckpointAsync(table);

        Assert.Contains($"add.partitionValues_parsed.{symbol}", written);
        Assert.Contains($"add.stats_parsed.maxValues.{price}", written);
        Snapshot after = await OpenFromCheckpointAsync();
        ScanPlan plan = after.PlanScan(Predicate.Equal("price", Literal.Of(5.0)));
        Assert.Equal((1, 1), (plan.Files.Count, plan.FilesPruned));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Changes_of_a_table_that_was_opened_from_such_a_checkpoint_write_whole_statistics(string vectors)
    {
        DeltaTable table = await CreateAsync(
            Tables.Schema, [], [], (Text, "false"), (Columns, "true"), ("delta.enableDeletionVectors", vectors));
        ArrowDataEngine engine = new();
        await table.AppendAsync(engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 5), (null, 7))), Tables.Commit, Cancellation);
        await CheckpointAsync(table);
        table = await DeltaTable.OpenAsync(_store, null, Cancellation);

        await table.DeleteAsync(engine, Predicate.Equal("symbol", Literal.Of("A")), Tables.Commit, Cancellation);

        Snapshot after = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        Assert.Equal(2, after.RowCount);
        FileStatistics statistics = after.FindStatistics(Assert.Single(after.Files))!;
        Assert.Equal(vectors == "true" ? 3 : 2, statistics.RecordCount);
        Assert.Equal((Literal.Of(7.0), vectors != "true"), (statistics.Find("price").Max, statistics.TightBounds));
        string commit = System.Text.Encoding.UTF8.GetString(await _store.GetAsync(LogFile.CommitKey(2), Cancellation));
        Assert.Contains("maxValues", commit, StringComparison.Ordinal);
        await CheckpointAsync(table);
        Assert.Equal(after.FindStatistics(Assert.Single(after.Files))!.GetColumns(), (await OpenFromCheckpointAsync()).FindStatistics(after.Files.Single())!.GetColumns());
    }

    private static List<string> Facts(Snapshot snapshot, AddFile file) => snapshot.FindStatistics(file) is not { } statistics
        ? ["rows , tight True"]
        :
        [
            .. statistics.GetColumns().Select(static pair => $"{pair.Key}: {pair.Value.Min} {pair.Value.Max} {pair.Value.NullCount}"),
            $"rows {statistics.RecordCount}, tight {statistics.TightBounds}",
        ];

    private static async Task<List<T>> ValuesAsync<T>(ParquetFileReader file, string name)
        where T : unmanaged
    {
        await Task.Yield();
        using RowGroupReader group = file.RowGroup(0);
        int column = Enumerable.Range(0, file.FileMetaData.Schema.NumColumns).Single(
            index => file.FileMetaData.Schema.Column(index).Path.ToDotString() == "add.partitionValues_parsed." + name);
        List<T> values = [];
        using ColumnReader reader = group.Column(column);
        Wallstreet.Delta.Checkpoints.CheckpointColumns.ReadFlat((ColumnReader<T>)reader, (int)group.MetaData.NumRows, (_, value) => values.Add(value));
        return values;
    }

    private async Task<DeltaTable> CreateAsync(
        StructType schema, AddFile[] files, string[] partitions, params (string Key, string? Value)[] properties) => await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(schema)
            {
                Files = files,
                PartitionColumns = partitions,
                Properties = properties.Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Key, static pair => pair.Value!),
            },
            Tables.Commit,
            null,
            Cancellation);

    /// <summary>Writes a checkpoint of the newest version.</summary>
    /// <returns>The columns of its files.</returns>
    private async Task<HashSet<string>> CheckpointAsync(DeltaTable table)
    {
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        HashSet<string> names = [];
        await foreach (ObjectHead head in _store.ListAsync("_delta_log/", null, Cancellation))
        {
            if (head.Key.EndsWith(".parquet", StringComparison.Ordinal))
            {
                using ParquetFileReader file = new(new ManagedRandomAccessFile(new MemoryStream(await _store.GetAsync(head.Key, Cancellation))));
                names.UnionWith(Enumerable.Range(0, file.FileMetaData.Schema.NumColumns).Select(
                    column => file.FileMetaData.Schema.Column(column).Path.ToDotString()));
            }
        }

        return names;
    }

    /// <summary>The newest version as its checkpoint alone says it.</summary>
    private async Task<Snapshot> OpenFromCheckpointAsync()
    {
        Snapshot newest = await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        for (long version = 0; version <= newest.Version; version++)
        {
            await _store.DeleteAsync(LogFile.CommitKey(version), Cancellation);
        }

        return await (await DeltaTable.OpenAsync(_store, null, Cancellation)).GetSnapshotAsync(Cancellation);
    }
}
