using Apache.Arrow;
using Wallstreet.Delta.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>Variants that Spark wrote, whole and shredded, at the top and within other columns.</summary>
public sealed class VariantTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("delta-golden-extra/spark-variant-checkpoint")]
    [InlineData("kernel-rs-data/unshredded-variant")]
    public async Task Variants_within_lists_structs_and_maps_are_JSON_wherever_they_are(string path)
    {
        List<string> rows = await ReadAsync(path);

        Assert.Equal(102, rows.Count);
        for (int id = 0; id < 100; id++)
        {
            string v = $$"""'{"key":{{id}}}'""";
            Assert.Contains(
                $"{id} | {v} | [{v}, ∅, {v}, ∅, {v}] | {{{v}}} | <'{id}'→{v}, 'nullKey'→∅> | [{{{v}}}, {{∅}}, ∅, {{{v}}}, ∅, {{{v}}}] | {{[∅, {v}]}}",
                rows);
        }
    }

    [Fact]
    public async Task Shredded_variants_are_put_together_again()
    {
        List<string> rows = await ReadAsync("delta-spark-resources/variant-stats-no-checkpoint");

        Assert.Equal(
            Enumerable.Range(0, 10).Select(static i => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $$$"""{{{100 + i}}} | '{"id":{{{i}}},"name":"{{{10 - i}}}"}' | {'{"id":{{{10 + i}}},"name":"{{{20 - i}}}"}'}""")),
            rows);
    }

    [Fact]
    public async Task Shredded_variants_within_a_struct_are_put_together_again() => Assert.Equal(
        Enumerable.Range(100, 10).Select(static i => $$$"""{{{i}}} | {'{"name":"item_{{{i}}}","value":{{{i}}}}'}"""),
        await ReadAsync("delta-spark-resources/variant-stats-nested-no-checkpoint"));

    private static async Task<List<string>> ReadAsync(string path)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions())
            .Open(TestKit.SharedData.PathOf("delta-corpus/" + path));
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        List<string> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(table, snapshot.PlanScan(), null, Cancellation))
        {
            using (batch)
            {
                rows.AddRange(RowText.Of(batch));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
