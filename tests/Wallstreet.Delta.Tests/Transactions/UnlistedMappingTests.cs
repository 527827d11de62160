using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>Tables whose property asks for column mapping and whose protocol does not have it. Protocol section "Column
/// Mapping".</summary>
public sealed class UnlistedMappingTests
{
    private const string Old = "\"minReaderVersion\":1,\"minWriterVersion\":2";
    private const string Legacy = "\"minReaderVersion\":2,\"minWriterVersion\":5";
    private const string Listed =
        "\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"columnMapping\"],\"writerFeatures\":[\"columnMapping\"]";

    private const string Unlisted =
        "\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Legacy, "name", "c-1", false)]
    [InlineData(Listed, "id", "c-1", false)]
    [InlineData(Old, "name", "c-1", true)]
    [InlineData(Unlisted, "name", "c-1", true)]
    [InlineData(Unlisted, "id", "a", true)]
    [InlineData(Old, "name", "a", false)]
    [InlineData(Old, "name", null, false)]
    [InlineData(Unlisted, "id", null, false)]
    [InlineData(Old, "none", "c-1", false)]
    public async Task They_are_refused_where_it_makes_a_difference_and_read_where_it_makes_none(
        string protocol, string mode, string? physical, bool refused)
    {
        string metadata = physical is null
            ? "{}"
            : $"{{\\\"delta.columnMapping.id\\\":1,\\\"delta.columnMapping.physicalName\\\":\\\"{physical}\\\"}}";
        MemoryObjectStore store = new("table");
        await store.PutAsync(
            "_delta_log/00000000000000000000.json",
            Encoding.UTF8.GetBytes(
                $"{{\"protocol\":{{{protocol}}}}}\n"
                + "{\"metaData\":{\"id\":\"t\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
                + $"{{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,\\\"metadata\\\":{metadata}}}]}}\","
                + $"\"partitionColumns\":[],\"configuration\":{{\"delta.columnMapping.mode\":\"{mode}\"}}}}}}\n"),
            Cancellation);

        if (!refused)
        {
            Snapshot snapshot = await (await DeltaTable.OpenAsync(store, null, Cancellation)).GetSnapshotAsync(Cancellation);
            Assert.Equal(PrimitiveType.Long, snapshot.Schema.Find("a")!.Type);
            return;
        }

        UnsupportedFeatureException refusal = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await (await DeltaTable.OpenAsync(store, null, Cancellation)).GetSnapshotAsync(Cancellation));
        Assert.Equal("columnMapping", refusal.Feature);
        Assert.Contains("'a'", refusal.Message, StringComparison.Ordinal);
    }
}
