using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Maintenance;

/// <summary>Which properties stand in the way of restores and clones.</summary>
[OnEveryStore]
public sealed class RestoreAndCloneTests
{
    private readonly ArrowDataEngine _engine = new();
    private readonly IObjectStore _root = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_was_append_only_comes_back_where_the_table_is_not_and_a_table_that_is_stays()
    {
        DeltaTable table = await CreateAsync(("delta.appendOnly", "true"));
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation);
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.appendOnly"] = "false" }, Cancellation);
        await table.OverwriteAsync(_engine, Batches.StreamAsync(Batches.Prices(("B", 2))), Tables.Commit, Cancellation);

        await table.RestoreAsync(RestoreRequest.ToVersion(1), Cancellation);

        Assert.Equal(["'A' | 1"], await table.ReadTextAsync());
        Assert.True((await table.GetSnapshotAsync(Cancellation)).Metadata.IsEnabled("delta.appendOnly"));
        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await table.RestoreAsync(RestoreRequest.ToVersion(3), Cancellation));
    }

    [Theory]
    [InlineData("none", "name")]
    [InlineData("none", "id")]
    [InlineData("name", "none")]
    [InlineData("name", "id")]
    public async Task A_clone_cannot_find_the_columns_of_shared_files_in_another_way_than_its_source(string source, string clone)
    {
        DeltaTable table = await CreateAsync(("delta.columnMapping.mode", source));
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation);

        TablePropertyException refusal = await Assert.ThrowsAsync<TablePropertyException>(() => CloneAsync(table, ("delta.columnMapping.mode", clone)));

        Assert.Equal("delta.columnMapping.mode", refusal.Key);
        Assert.Contains($"'{source}'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await _root.ListAsync("clone/", null, Cancellation).ToListAsync(Cancellation));
        DeltaTable same = await CloneAsync(table, ("delta.columnMapping.mode", source.ToUpperInvariant()));
        Assert.Equal(["'A' | 1"], await same.ReadTextAsync());
    }

    [Theory]
    [InlineData("delta.apendOnly", "true")]
    [InlineData("delta.appendOnly", "yes")]
    [InlineData("delta.constraints.small", "price < 1")]
    [InlineData("delta.columnMapping.maxColumnId", "7")]
    [InlineData("delta.dataSkippingStatsColumns", "nothing")]
    public async Task Properties_of_a_clone_are_held_to_the_rules_of_properties(string key, string value)
    {
        DeltaTable table = await CreateAsync();
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation);

        await Assert.ThrowsAsync<TablePropertyException>(() => CloneAsync(table, (key, value)));

        Assert.Empty(await _root.ListAsync("clone/", null, Cancellation).ToListAsync(Cancellation));
        DeltaTable clone = await CloneAsync(table, ("DELTA.APPENDONLY", "TRUE"), ("owner", "me"));
        Dictionary<string, string> expected = new() { ["delta.appendOnly"] = "true", ["owner"] = "me" };
        Assert.Equal(expected, (await clone.GetSnapshotAsync(Cancellation)).Metadata.Configuration);
    }

    private async Task<DeltaTable> CreateAsync(params (string Key, string Value)[] properties) => await DeltaTable.CreateAsync(
        _root.Under("source"),
        new TableDefinition(Tables.Schema) { Properties = properties.ToDictionary(static pair => pair.Key, static pair => pair.Value) },
        Tables.Commit,
        null,
        Cancellation);

    private Task<DeltaTable> CloneAsync(DeltaTable table, params (string Key, string Value)[] properties) => table.CloneAsync(
        _root.Under("clone"),
        new CloneRequest { Properties = properties.ToDictionary(static pair => pair.Key, static pair => pair.Value) },
        Cancellation).AsTask();
}
