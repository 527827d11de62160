using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Delta.Tests.Scan;

/// <summary>Null counts of lists and maps: writers count rows, elements or levels, and none can be told from another.</summary>
public sealed class NullCountTests
{
    private static readonly StructType _schema = new(
        new StructField("x", PrimitiveType.Long),
        new StructField("list", new ArrayType(PrimitiveType.Long, true)),
        new StructField("map", new MapType(PrimitiveType.String, PrimitiveType.Long, true)),
        new StructField("s", new StructType(new StructField("list", new ArrayType(PrimitiveType.Long, true)))));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(2, 4)]
    [InlineData(2, 9)]
    [InlineData(300, 0)]
    [InlineData(300, 1)]
    [InlineData(300, 4)]
    [InlineData(300, 9)]
    public async Task No_count_of_a_list_or_map_leaves_a_file_out(int files, long count)
    {
        string nulls = count.ToString(CultureInfo.InvariantCulture);
        AddFile[] adds =
        [
            .. Enumerable.Range(0, files).Select(file => Tables.File(
                $"f{file}",
                $"{{\"numRecords\":4,\"nullCount\":{{\"x\":{nulls},\"list\":{nulls},\"map\":{nulls},\"s\":{{\"list\":{nulls}}}}}}}")),
        ];
        DeltaTable table = await DeltaTable.CreateAsync(
            new MemoryObjectStore("table"), new TableDefinition(_schema) { Files = adds }, Tables.Commit, null, Cancellation);
        Snapshot snapshot = await (await DeltaTable.OpenAsync(table.Store, null, Cancellation)).GetSnapshotAsync(Cancellation);

        foreach (ColumnPath column in new ColumnPath[] { "list", "map", new("s", "list") })
        {
            foreach (Predicate predicate in new Predicate[] { new Predicate.IsNull(column), new Predicate.Not(new Predicate.IsNull(column)) })
            {
                ScanPlan plan = snapshot.PlanScan(predicate);
                Assert.Equal(files, plan.Files.Count);
                Assert.All(plan.Files, static file => Assert.Equal(FileMatch.Maybe, file.Match));
            }
        }

        // Those of other columns are believed, as far as they can be.
        Assert.Equal(count == 0 ? 0 : files, snapshot.PlanScan(new Predicate.IsNull("x")).Files.Count);
    }
}
