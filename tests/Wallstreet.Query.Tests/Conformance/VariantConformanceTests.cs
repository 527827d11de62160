using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Query.Tests.Variants;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>What the independent reader makes of variants: it knows no such columns of tables, but it reads the bytes in
/// files.</summary>
[OnEveryStore]
public sealed class VariantConformanceTests
{
    [Fact]
    public async Task The_independent_reader_refuses_tables_with_variants_and_finds_their_bytes_in_files()
    {
        IndependentReader reader = await IndependentReader.GetAsync(Lake.Token);
        await using Lake lake = new();
        await lake.Engine.ExecuteAsync(
            "CREATE TABLE t AS SELECT i::BIGINT AS id, parse_json('{\"a\":[' || i || ',\"x\"]}') AS v FROM range(1000) r(i)", null, null, Lake.Token);
        DeltaTable table = await lake.TableAsync("t");

        IndependentReaderException refused = await Assert.ThrowsAsync<IndependentReaderException>(async () =>
            await reader.ReadAsync($"SELECT * FROM {Conformance.Source(table.Location)}", Lake.Token));
        Assert.Contains("Variant", refused.Message, StringComparison.Ordinal);

        AddFile file = Assert.Single((await table.GetSnapshotAsync(Lake.Token)).Files);
        IndependentRows rows = await reader.ReadAsync(
            $"SELECT id, hex(v.value) || '/' || hex(v.metadata) FROM file('{await TestStore.FetchAsync(table.Store, file.Path, Lake.Token)}', 'Parquet')", Lake.Token);
        Dictionary<long, string> ours = await StoredVariants.ReadAsync(table);
        Assert.Equal(1000, rows.Rows.Count);
        Assert.All(rows.Rows, row => Assert.Equal(
            ours[long.Parse(row[0].ToString(), System.Globalization.CultureInfo.InvariantCulture)], row[1].GetString()));
    }
}
