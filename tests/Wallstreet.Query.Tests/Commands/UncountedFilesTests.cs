using System.Text;
using System.Text.Json.Nodes;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Query.Commands;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Commands;

/// <summary>Rows leave files of which the log does not say how many rows they have.</summary>
[OnEveryStore]
public sealed class UncountedFilesTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("{\"numRecords\":\"many\"}")]
    [InlineData("{\"minValues\":{\"a\":0},\"maxValues\":{\"a\":9},\"nullCount\":{\"a\":0},\"tightBounds\":true}")]
    public async Task Rows_are_deleted_and_the_log_says_then_how_many_there_are(string? statistics)
    {
        DeltaTable table = await MakeAsync(statistics);
        CommandResult deleted = await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a IN (3, 5)" }, Lake.Token);

        Assert.Equal((2L, 1), (deleted.RowsDeleted, deleted.DeletionVectorsWritten));
        AddFile file = Assert.Single((await table.GetSnapshotAsync(Lake.Token)).Files);
        Assert.Equal(2, file.DeletionVector!.Cardinality);
        JsonNode written = JsonNode.Parse(file.Statistics!)!;
        Assert.Equal((10, false), (written["numRecords"]!.GetValue<int>(), written["tightBounds"]!.GetValue<bool>()));
        Assert.Equal(statistics?.StartsWith("{\"min", StringComparison.Ordinal) == true, written["maxValues"] is not null);
        Assert.Equal(8, await Conformance.Conformance.AssertSameAsync(_lake, "t"));

        await _lake.Engine.UpdateAsync(table, new UpdateCommand([new("a", "a + 100")]) { Where = "a = 7" }, Lake.Token);
        Assert.Equal(8, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a < 100 AND a >= 0" }, Lake.Token);
        Assert.Equal("107", await _lake.ListAsync("SELECT a FROM t"));
        Assert.DoesNotContain((await table.GetSnapshotAsync(Lake.Token)).Files, other => other.Path == file.Path);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named_and_nothing_is_committed()
    {
        DeltaTable table = await MakeAsync(null);
        Snapshot read = await table.GetSnapshotAsync(Lake.Token);
        AddFile file = Assert.Single(read.Files);
        await table.Store.DeleteAsync(file.Path, Lake.Token);
        var change = new TableChange(read) { RowDeletions = [new RowDeletion(file, Delta.DeletionVectors.DeletionVector.Of([1]))] };

        DataFileException missing = await Assert.ThrowsAsync<DataFileException>(
            async () => await table.CommitAsync(change, new CommitOptions("DELETE"), Lake.Token));
        Assert.Contains(file.Path, missing.Message, StringComparison.Ordinal);
        await table.Store.PutAsync(file.Path, "no Parquet file"u8.ToArray(), Lake.Token);
        await Assert.ThrowsAsync<DataFileException>(
            async () => await table.CommitAsync(change, new CommitOptions("DELETE"), Lake.Token));
        Assert.Equal(0, (await table.GetSnapshotAsync(Lake.Token)).Version);
    }

    /// <summary>A table of one file with ten rows, of which the log says something else.</summary>
    private async Task<DeltaTable> MakeAsync(string? statistics)
    {
        await _lake.CreateAsync("t", "SELECT i AS a FROM range(10) r(i)", [], ("delta.enableDeletionVectors", "true"));
        const string Commit = "_delta_log/00000000000000000000.json";
        IObjectStore store = _lake.Catalog.OpenStore("t");
        string log = Encoding.UTF8.GetString(await store.GetAsync(Commit, Lake.Token));
        IEnumerable<string> lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            JsonNode action = JsonNode.Parse(line)!;
            if (action["add"] is JsonObject add)
            {
                add.Remove("stats");
                if (statistics is not null)
                {
                    add["stats"] = statistics;
                }
            }

            return action.ToJsonString();
        });
        await store.PutAsync(Commit, Encoding.UTF8.GetBytes(string.Join('\n', lines)), Lake.Token);
        await store.DeleteAsync("_delta_log/00000000000000000000.crc", Lake.Token);
        return await DeltaTable.OpenAsync(store, null, Lake.Token);
    }
}
