using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;
using StructType = Wallstreet.Delta.Schema.StructType;

// A Delta table without anything around it: no server, no SQL engine, no platform.
//   dotnet run --project samples/DeltaTables -- [LOCATION]      a folder, or s3://bucket/prefix
string location = args.Length > 0 ? args[0] : "./quotes";
CancellationToken cancellation = CancellationToken.None;
using ObjectStoreFactory stores = new(new ObjectStoreOptions());
IObjectStore store = stores.Open(location);
ArrowDataEngine engine = new();

// Create the table, or open it.
StructType schema = new(
    new StructField("symbol", PrimitiveType.String, nullable: false),
    new StructField("day", PrimitiveType.Date),
    new StructField("close", PrimitiveType.Double));
DeltaTable table = await DeltaTable.TryOpenAsync(store, null, cancellation)
    ?? await DeltaTable.CreateAsync(
        store,
        new TableDefinition(schema) { PartitionColumns = ["day"] },
        new CommitOptions("CREATE TABLE"),
        null,
        cancellation);

// Append Arrow batches. A batch belongs to the engine once it has been given.
for (int day = 0; day < 3; day++)
{
    CommittedVersion appended = await table.AppendAsync(
        engine, Quotes(new DateOnly(2024, 1, 2).AddDays(day)), new CommitOptions("WRITE"), cancellation);
    Console.WriteLine($"version {appended.Version}: appended");
}

// Read what is needed: files that cannot match are never opened.
Snapshot snapshot = await table.GetSnapshotAsync(cancellation);
ScanPlan plan = snapshot.PlanScan(Predicate.AllOf(
    Predicate.Equal("symbol", Literal.Of("MSFT")), Predicate.Equal("day", Literal.Of(new DateOnly(2024, 1, 3)))));
Console.WriteLine($"{plan.Files.Count} of {snapshot.FileCount} files are read");
await foreach (RecordBatch batch in engine.ReadAsync(table, plan, ["symbol", "close"], cancellation))
{
    using (batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            Console.WriteLine($"{((StringArray)batch.Column(0)).GetString(row)} {((DoubleArray)batch.Column(1)).GetValue(row)}");
        }
    }
}

// Look back: any version, any time.
Snapshot first = await table.GetSnapshotAsync(1, cancellation);
Console.WriteLine($"version {first.Version} had {first.RowCount} rows, version {snapshot.Version} has {snapshot.RowCount}");
await foreach (CommitRecord commit in table.GetHistoryAsync(limit: 10, cancellation))
{
    Console.WriteLine($"version {commit.Version}: {commit.Operation}");
}

// Follow it: a second run of the program copies only what is new.
await Following.CopyAsync(table, stores.Open(location + "-copy"), location.Replace("://", "-").Trim('.', '/') + "-copy.offsets", cancellation);

static async IAsyncEnumerable<RecordBatch> Quotes(DateOnly day)
{
    await Task.CompletedTask;
    string[] symbols = ["AAPL", "MSFT", "NVDA"];
    yield return new RecordBatch(
        new Schema.Builder()
            .Field(field => field.Name("symbol").DataType(StringType.Default))
            .Field(field => field.Name("day").DataType(Date32Type.Default))
            .Field(field => field.Name("close").DataType(DoubleType.Default)).Build(),
        [
            new StringArray.Builder().AppendRange(symbols).Build(),
            new Date32Array.Builder().AppendRange(symbols.Select(_ => day)).Build(),
            new DoubleArray.Builder().AppendRange([185.5 + day.Day, 370.25 + day.Day, 481.75 + day.Day]).Build(),
        ],
        symbols.Length);
}
