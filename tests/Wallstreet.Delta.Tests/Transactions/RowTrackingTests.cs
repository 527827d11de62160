using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>Rows get ids that no other row has, whoever commits first, and keep them.</summary>
[OnEveryStore]
public sealed class RowTrackingTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_get_ids_one_after_the_other_and_the_version_that_added_them()
    {
        DeltaTable table = await CreateAsync(Tracked);
        await AppendAsync(table, "a", 5);
        await AppendAsync(table, "b", 3);
        await AppendAsync(table, "c", 1);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(
            [("a", 0, 1), ("b", 5, 2), ("c", 8, 3)],
            snapshot.Files.OrderBy(static file => file.Path).Select(static file =>
                (file.Path, file.BaseRowId!.Value, file.DefaultRowCommitVersion!.Value)));
        Assert.Equal("{\"rowIdHighWaterMark\":8}", Assert.Single(snapshot.Domains).Configuration);
        Assert.True(snapshot.Protocol.HasWriterFeature("rowTracking") && snapshot.Protocol.HasWriterFeature("domainMetadata"));
        Assert.NotEqual(snapshot.Metadata.RowIdColumn, snapshot.Metadata.RowCommitVersionColumn);
    }

    [Fact]
    public async Task A_table_that_is_created_with_its_files_gives_them_ids()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store, Tracked with { Files = [File("a", 5), File("b", 2)] }, Tables.Commit, null, Cancellation);
        await AppendAsync(table, "c", 1);

        Assert.Equal([0, 5, 7], await IdsAsync(table));
    }

    [Fact]
    public async Task Ids_are_given_anew_when_another_writer_was_faster()
    {
        DeltaTable table = await CreateAsync(Tracked);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        await AppendAsync(table, "a", 5);

        CommittedVersion second = await table.CommitAsync(
            new TableChange(read) { Adds = [File("b", 3)] }, Tables.Commit, Cancellation);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(2, second.Attempts);
        Assert.Equal(
            (5, 2), (snapshot.Files.Single(static file => file.Path == "b").BaseRowId, snapshot.Version));
        Assert.Equal([0, 5], await IdsAsync(table));
    }

    [Fact]
    public async Task A_file_whose_rows_are_deleted_keeps_its_ids()
    {
        DeltaTable table = await CreateAsync(Tracked);
        await AppendAsync(table, "a", 5);
        await AppendAsync(table, "b", 5);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        AddFile file = read.Files.Single(static file => file.Path == "b");

        await table.CommitAsync(
            new TableChange(read) { RowDeletions = [new RowDeletion(file, DeletionVector.Of([1]))] }, Tables.Commit, Cancellation);

        AddFile after = (await table.GetSnapshotAsync(Cancellation)).Files.Single(static file => file.Path == "b");
        Assert.Equal((5, 2, 1), (after.BaseRowId, after.DefaultRowCommitVersion, after.DeletionVector!.Cardinality));
    }

    [Fact]
    public async Task Turning_it_on_gives_ids_to_files_that_are_there_also_to_those_that_came_meanwhile()
    {
        DeltaTable table = await CreateAsync(new TableDefinition(Tables.Schema));
        await AppendAsync(table, "a", 5);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        await AppendAsync(table, "b", 2);

        await table.CommitAsync(
            new TableChange(read)
            {
                NewProtocol = new Protocol(1, 7)
                {
                    WriterFeatures = ["appendOnly", "invariants", "domainMetadata", "rowTracking", "deletionVectors"],
                } with
                { MinReaderVersion = 3, ReaderFeatures = ["deletionVectors"] },
                NewMetadata = read.Metadata with
                {
                    Configuration = new Dictionary<string, string> { ["delta.enableRowTracking"] = "true" },
                },
            },
            Tables.Commit,
            Cancellation);
        await AppendAsync(table, "c", 1);

        // Which of the two old files comes first is open.
        List<long> ids = await IdsAsync(table);
        Assert.True(ids is [0, 5, 7] or [2, 0, 7], string.Join(' ', ids));
        Assert.Equal(3, (await table.GetSnapshotAsync(Cancellation)).FileCount);
        Assert.NotNull((await table.GetSnapshotAsync(Cancellation)).Metadata.RowIdColumn);
    }

    [Fact]
    public async Task A_change_that_would_lose_ids_is_refused_by_the_features_name_and_one_that_keeps_them_is_not()
    {
        DeltaTable table = await CreateAsync(Tracked);
        await AppendAsync(table, "a", 5);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        TableChange rearranged = new(read) { Removes = [.. read.Files], Adds = [File("b", 5)], DataChange = false };

        UnsupportedFeatureException refusal = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await table.CommitAsync(rearranged, Tables.Commit, Cancellation));
        await table.CommitAsync(rearranged with { RowIdsKept = true }, Tables.Commit, Cancellation);

        Assert.Equal("rowTracking", refusal.Feature);
        Assert.Equal([5], await IdsAsync(table));
        byte[] commit = await _store.GetAsync("_delta_log/00000000000000000002.json", Cancellation);
        Assert.Contains(
            "\"delta.rowTracking.preserved\":\"true\"", System.Text.Encoding.UTF8.GetString(commit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_do_not_move_in_a_table_whose_writer_named_no_columns_for_their_ids()
    {
        ArrowDataEngine engine = new();
        DeltaTable table = await CreateAsync(Tracked with
        {
            Properties = new Dictionary<string, string> { ["delta.enableRowTracking"] = "true" },
        });
        await table.AppendAsync(engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 2), ("C", 3))), Tables.Commit, Cancellation);
        await ForgetColumnsAsync();
        table = await DeltaTable.OpenAsync(_store, null, Cancellation);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        Assert.True(read.Metadata is { HasRowTracking: true, RowIdColumn: null, RowCommitVersionColumn: null });
        Predicate isB = Predicate.Equal("symbol", Literal.Of("B"));

        UnsupportedFeatureException[] refusals =
        [
            await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await table.DeleteAsync(engine, isB, Tables.Commit, Cancellation)),
            await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await table.ReplaceWhereAsync(
                engine, isB, Batches.StreamAsync(Batches.Prices(("B", 7))), Tables.Commit, Cancellation)),
            await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await engine.CopyAsync(
                table, read.PlanScan(null), new WriteOptions(), Cancellation)),
            await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await table.CommitAsync(
                new TableChange(read) { Removes = [.. read.Files], Adds = [File("b", 3)], RowIdsKept = true }, Tables.Commit, Cancellation)),
        ];

        Assert.All(refusals, static refusal => Assert.Equal("rowTracking", refusal.Feature));
        Assert.Single(await _store.ListAsync("part-", null, Cancellation).ToListAsync(Cancellation));
        await table.AppendAsync(engine, Batches.StreamAsync(Batches.Prices(("D", 4))), Tables.Commit, Cancellation);

        // As the message says.
        foreach (string value in new[] { "false", "true" })
        {
            await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableRowTracking"] = value }, Cancellation);
        }

        await table.DeleteAsync(engine, isB, Tables.Commit, Cancellation);
        Assert.Equal(["'A' | 1", "'C' | 3", "'D' | 4"], await table.ReadTextAsync());
    }

    [Fact]
    public async Task A_file_without_a_row_count_is_refused()
    {
        DeltaTable table = await CreateAsync(Tracked);

        UnsupportedFeatureException refusal = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await table.AppendAsync("a", Cancellation));

        Assert.Contains("numRecords", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task Files_get_no_ids_while_it_is_suspended()
    {
        DeltaTable table = await CreateAsync(new TableDefinition(Tables.Schema)
        {
            Properties = new Dictionary<string, string>
            {
                ["delta.feature.rowTracking"] = "supported",
                ["delta.rowTrackingSuspended"] = "true",
            },
        });
        await AppendAsync(table, "a", 5);

        Assert.Null(Assert.Single((await table.GetSnapshotAsync(Cancellation)).Files).BaseRowId);
    }

    [Fact]
    public async Task Turning_it_on_while_files_are_optimized_brings_no_old_file_back()
    {
        DeltaTable table = await CreateAsync(new TableDefinition(Tables.Schema));
        await AppendAsync(table, "a", 5);
        int decisions = 0;

        await table.AlterAsync(
            async (snapshot, token) =>
            {
                Alteration alteration = PropertyAlterations.Set(
                    snapshot, new Dictionary<string, string> { ["delta.enableRowTracking"] = "true" });
                if (decisions++ == 0)
                {
                    await table.CommitAsync(
                        new TableChange(snapshot) { Removes = [.. snapshot.Files], Adds = [File("b", 5)], DataChange = false },
                        Tables.Commit,
                        token);
                }

                return alteration;
            },
            Cancellation);

        AddFile only = Assert.Single((await table.GetSnapshotAsync(Cancellation)).Files);
        Assert.Equal(("b", 0L, 2), (only.Path, only.BaseRowId, decisions));
    }

    private static TableDefinition Tracked => new(Tables.Schema)
    {
        Properties = new Dictionary<string, string>
        {
            ["delta.enableRowTracking"] = "true",
            ["delta.enableDeletionVectors"] = "true",
        },
    };

    private static AddFile File(string path, int rows) => Tables.File(path, $"{{\"numRecords\":{rows}}}");

    private static async Task AppendAsync(DeltaTable table, string path, int rows) => await table.CommitAsync(
        new TableChange(await table.GetSnapshotAsync(Cancellation)) { Adds = [File(path, rows)] },
        Tables.Commit,
        Cancellation);

    private static async Task<List<long>> IdsAsync(DeltaTable table) =>
        [.. (await table.GetSnapshotAsync(Cancellation)).Files.OrderBy(static file => file.Path)
            .Select(static file => file.BaseRowId!.Value)];

    private async Task<DeltaTable> CreateAsync(TableDefinition definition) =>
        await DeltaTable.CreateAsync(_store, definition, Tables.Commit, null, Cancellation);

    /// <summary>Writes the first commit as a careless writer would have.</summary>
    private async Task ForgetColumnsAsync()
    {
        string text = System.Text.Encoding.UTF8.GetString(await _store.GetAsync("_delta_log/00000000000000000000.json", Cancellation));
        string[] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
        {
            System.Text.Json.Nodes.JsonNode action = System.Text.Json.Nodes.JsonNode.Parse(line)!;
            System.Text.Json.Nodes.JsonObject? configuration = action["metaData"]?["configuration"]?.AsObject();
            configuration?.Remove("delta.rowTracking.materializedRowIdColumnName");
            configuration?.Remove("delta.rowTracking.materializedRowCommitVersionColumnName");
            return action.ToJsonString();
        })];
        await _store.PutAsync(
            "_delta_log/00000000000000000000.json", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), Cancellation);
        await foreach (ObjectHead head in _store.ListAsync("_delta_log/", null, Cancellation))
        {
            if (head.Key.EndsWith(".crc", StringComparison.Ordinal))
            {
                await _store.DeleteAsync(head.Key, Cancellation);
            }
        }
    }
}
