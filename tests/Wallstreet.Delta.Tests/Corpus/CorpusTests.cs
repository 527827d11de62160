using Apache.Arrow;
using ParquetSharp.Arrow;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>Tables that Spark and others wrote, from ../shared/delta-corpus.</summary>
public sealed class CorpusTests
{
    /// <summary>Features that are refused still; a table that has none of them must be read.</summary>
    private static readonly string[] _refused =
    [
        "geospatial",
        "reader version 99", "type geometry(OGC:CRS84)",
    ];

    /// <summary>Its partition values are times without a zone. We read such times as UTC; Spark read them in the zone of
    /// its session, which the log does not tell.</summary>
    private const string ZonelessTable = "kernel-rs-golden/data-reader-partition-values/delta";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths() => [.. CorpusTable.ReadAll().Select(table => table.Path)];

    public static TheoryData<string, string> ExpectedContents() => [.. CorpusTable.FindExpected()];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Paths))]
    public async Task A_table_of_others_has_the_rows_its_manifest_promises(string path)
    {
        CorpusTable corpus = CorpusTable.ReadAll().Single(table => table.Path == path);
        try
        {
            (_, List<string> rows) = await ReadAsync(corpus.FindFolder(), null);

            // Where other readers fail on a table that the protocol allows, it has the rows that it has.
            Assert.Equal(corpus.Rows ?? rows.Count, rows.Count);
        }
        catch (UnsupportedFeatureException exception)
        {
            Assert.Contains(exception.Feature, _refused);
            Assert.Contains(exception.Feature.Split(' ')[0], exception.Message, StringComparison.Ordinal);
        }
        catch (DeltaException exception)
        {
            Assert.True(corpus.Rows is null, exception.ToString());
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(ExpectedContents))]
    public async Task A_table_of_others_has_the_contents_that_Spark_read(string path, string version)
    {
        CorpusTable corpus = CorpusTable.ReadAll().Single(table => table.Path == path);
        string folder = corpus.FindFolder();
        try
        {
            (StructType schema, List<string> rows) = await ReadAsync(
                folder, version.StartsWith('v') ? long.Parse(version[1..], System.Globalization.CultureInfo.InvariantCulture) : null);

            List<string> expected = await ReadExpectedAsync(CorpusTable.ExpectedFolder(folder, version), schema);
            Assert.Equal(path == ZonelessTable ? InUtc(expected) : expected, rows);
        }
        catch (UnsupportedFeatureException exception)
        {
            Assert.Contains(exception.Feature, _refused);
        }
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
