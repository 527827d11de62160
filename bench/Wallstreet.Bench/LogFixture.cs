using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>Logs of many files. The files are there: names of a few small ones, so that a peer that reads them can.
/// </summary>
internal static partial class LogFixture
{
    private const int RowsPerFile = 10;

    /// <summary>A file may have only so many names.</summary>
    private const int NamesPerFile = 30_000;

    public static StructType Schema { get; } = new(
        new StructField("id", PrimitiveType.Long),
        new StructField("symbol", PrimitiveType.String),
        new StructField("session", PrimitiveType.Date),
        new StructField("price", PrimitiveType.Double),
        new StructField("volume", PrimitiveType.Long));

    /// <summary>A file of the table, with statistics of every column as other writers leave them.</summary>
    public static AddFile File(int number)
    {
        return new AddFile
        {
            Path = Name(number),
            SizeBytes = 1_000_000,
            ModificationTimeMilliseconds = 1_700_000_000_000,
            Statistics = Statistics(number),
        };
    }

    /// <summary>Writes a table whose log has so many commits, each of so many files.</summary>
    public static async Task WriteAsync(string folder, ObjectStoreFactory stores, int commits, int adds)
    {
        string log = Path.Combine(folder, "_delta_log");
        DeltaTable table = await DeltaTable.CreateAsync(
            stores.Open(folder), new TableDefinition(Schema), new CommitOptions("CREATE TABLE"), null, CancellationToken.None);
        int files = commits * adds;
        long size = 0;
        string seed = "";
        for (int number = 0; number < files; number++)
        {
            if (number % NamesPerFile == 0)
            {
                (seed, size) = await SeedAsync(folder, table);
            }

            if (Link(seed, Path.Combine(folder, Name(number))) != 0)
            {
                throw new IOException("The file system has no links, or too few.");
            }
        }

        for (int commit = 0; commit < commits; commit++)
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture,
                $"{{\"commitInfo\":{{\"timestamp\":{1_700_000_000_000 + commit},\"operation\":\"WRITE\",\"operationParameters\":{{\"mode\":\"Append\"}},\"isBlindAppend\":true}}}}\n");
            for (int number = commit * adds; number < (commit + 1) * adds; number++)
            {
                string statistics = Statistics(number).Replace("\"", "\\\"", StringComparison.Ordinal);
                text.Append(CultureInfo.InvariantCulture,
                    $"{{\"add\":{{\"path\":\"{Name(number)}\",\"partitionValues\":{{}},\"size\":{size},\"modificationTime\":1700000000000,\"dataChange\":true,\"stats\":\"{statistics}\"}}}}\n");
            }

            await System.IO.File.WriteAllTextAsync(Path.Combine(log, $"{commit + 1:D20}.json"), text.ToString());
        }
    }

    /// <summary>Writes a small file outside of the log.</summary>
    private static async Task<(string Path, long SizeBytes)> SeedAsync(string folder, DeltaTable table)
    {
        IReadOnlyList<AddFile> written = await new ArrowDataEngine().WriteAsync(
            table, await table.GetSnapshotAsync(CancellationToken.None), Rows(), new WriteOptions(), CancellationToken.None);
        return (Path.Combine(folder, written[0].Path), written[0].SizeBytes);

        static async IAsyncEnumerable<RecordBatch> Rows()
        {
            await Task.CompletedTask;
            yield return SmallBatch(0, RowsPerFile);
        }
    }

    /// <summary>A few rows of the table.</summary>
    public static RecordBatch SmallBatch(long first, int rows) => new RecordBatch.Builder()
        .Append("id", false, column => column.Int64(array => array.AppendRange(Enumerable.Range(0, rows).Select(row => first + row))))
        .Append("symbol", false, column => column.String(array => array.AppendRange(Enumerable.Range(0, rows).Select(row => $"SYM{row:D4}"))))
        .Append("session", false, column => column.Date32(array => array.AppendRange(Enumerable.Repeat(new DateTime(2024, 1, 2), rows))))
        .Append("price", false, column => column.Double(array => array.AppendRange(Enumerable.Range(0, rows).Select(row => 100 + (row / 4.0)))))
        .Append("volume", false, column => column.Int64(array => array.AppendRange(Enumerable.Range(0, rows).Select(row => row * 100L))))
        .Build();

    private static string Name(int number) => $"part-{number:D6}-0d9f6f0e-2c1f-4b35-9a53-6f2d1c7e8a10.c000.snappy.parquet";

    private static string Statistics(int number)
    {
        long first = number * 1000L;
        string day = new DateOnly(2000, 1, 1).AddDays(number / 20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"numRecords\":{RowsPerFile},\"minValues\":{{\"id\":{first},\"symbol\":\"AAA{number:D6}\",\"session\":\"{day}\",\"price\":10.25,\"volume\":100}},")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"\"maxValues\":{{\"id\":{first + 999},\"symbol\":\"ZZZ{number:D6}\",\"session\":\"{day}\",\"price\":99.75,\"volume\":100000}},"
            + $"\"nullCount\":{{\"id\":0,\"symbol\":0,\"session\":0,\"price\":3,\"volume\":0}}}}");
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
