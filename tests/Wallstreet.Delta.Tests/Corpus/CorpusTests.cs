using Apache.Arrow;
using ParquetSharp.Arrow;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>Tables that Spark and others wrote, from ../shared/delta-corpus.</summary>
public sealed class CorpusTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths() => [.. CorpusTable.ReadAll().Select(table => table.Path)];

    public static TheoryData<string, string> ExpectedContents() => [.. CorpusTable.FindExpected()];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Paths))]
    public async Task A_table_of_others_has_the_rows_its_manifest_promises(string path)
    {
        CorpusTable corpus = CorpusTable.ReadAll().Single(table => table.Path == path);
        if (CorpusFault.Find(path) is { } fault)
        {
            DeltaException exception = await Assert.ThrowsAnyAsync<DeltaException>(() => ReadAsync(corpus.FindFolder(), null));

            Assert.Equal(fault.Error, exception.GetType().Name);
            Assert.Contains(fault.Tells, exception.Message, StringComparison.Ordinal);
            return;
        }

        (_, List<string> rows) = await ReadAsync(corpus.FindFolder(), null);

        Assert.Equal(corpus.Rows, rows.Count);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(ExpectedContents))]
    public async Task A_table_of_others_has_the_contents_that_Spark_read(string path, string version)
    {
        CorpusTable corpus = CorpusTable.ReadAll().Single(table => table.Path == path);
        string folder = corpus.FindFolder();

        (StructType schema, List<string> rows) = await ReadAsync(folder, CorpusTable.NumberOf(version));

        List<string> expected = await ReadExpectedAsync(CorpusTable.ExpectedFolder(folder, version), schema);
        Assert.Equal(path == CorpusTable.Zoneless ? InUtc(expected) : expected, rows);
    }

    /// <summary>The time of the two rows that have one, as Los Angeles meant it and as UTC means it.</summary>
    private static List<string> InUtc(List<string> rows)
    {
        DateTimeOffset utc = new(2021, 9, 8, 11, 11, 11, TimeSpan.Zero);
        string spark = "t" + (utc.AddHours(7).ToUnixTimeMilliseconds() * 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string ours = "t" + (utc.ToUnixTimeMilliseconds() * 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, rows.Count(row => row.Contains(spark, StringComparison.Ordinal)));
        return [.. rows.Select(row => row.Replace(spark, ours, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static async Task<(StructType Schema, List<string> Rows)> ReadAsync(string folder, long? version)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder);
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
        Snapshot snapshot = version is { } number
            ? await table.GetSnapshotAsync(number, Cancellation)
            : await table.GetSnapshotAsync(Cancellation);
        List<string> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(
            table, snapshot.PlanScan(), null, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(RowText.Of(batch));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return (snapshot.Schema, rows);
    }

    private static async Task<List<string>> ReadExpectedAsync(string folder, StructType schema)
    {
        ArrowAdapter adapter = new(ColumnMappingMode.None, folder);
        List<string> rows = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            using ArrowReaderProperties properties = ArrowReaderProperties.GetDefault();
            properties.CoerceInt96TimestampUnit = Apache.Arrow.Types.TimeUnit.Microsecond;
            using FileReader reader = new(path, null, properties);
            using Apache.Arrow.Ipc.IArrowArrayStream stream = reader.GetRecordBatchReader();
            while (await stream.ReadNextRecordBatchAsync(Cancellation) is { } batch)
            {
                IArrowArray[] columns = [.. schema.Fields.Select(column =>
                    ArrowArrayFactory.BuildArray(adapter.Adapt(batch.Column(column.Name).Data, column.Type, column.Name)))];
                rows.AddRange(RowText.Of(new RecordBatch(ArrowSchemas.ToArrow(schema), columns, batch.Length)));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
