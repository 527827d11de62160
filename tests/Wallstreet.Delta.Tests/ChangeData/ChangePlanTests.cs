using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.ChangeData;

/// <summary>Which changes a range has, and which ranges are refused.</summary>
[OnEveryStore]
public sealed class ChangePlanTests
{
    private static readonly ChangeOptions _infer = new() { InferWithoutFeed = true };
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appends_deletes_restores_and_overwrites_are_inferred()
    {
        DeltaTable table = await NumberTable.CreateRestoredAsync(_store);
        await table.OptimizeAsync();
        await table.OverwriteAsync(9);

        Assert.Equal(
            [
                "1 insert 1", "1 insert 2", "1 insert 3", "2 delete 1", "2 delete 3", "3 insert 1", "3 insert 3",
                "5 delete 1", "5 delete 2", "5 delete 3", "5 insert 9",
            ],
            await ReadAsync(table, ChangeRange.Versions(0)));
    }

    [Fact]
    public async Task Rows_that_were_copied_to_other_files_cannot_be_told_from_changed_ones()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1, 2, 3);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        IReadOnlyList<AddFile> copied = await new ArrowDataEngine().WriteAsync(
            table, snapshot, NumberTable.StreamAsync(1, 2), new WriteOptions(), Cancellation);
        await table.CommitAsync(
            new TableChange(snapshot) { Adds = copied, Removes = [.. snapshot.Files] }, new CommitOptions("DELETE"), Cancellation);

        ChangeDataException exception = await RefusedAsync(table, ChangeRange.Versions(1), _infer);
        Assert.Equal((ChangeDataProblem.NotInferable, 2), (exception.Problem, exception.Version));
        Assert.Contains("(DELETE)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["1 insert 1", "1 insert 2", "1 insert 3"], await ReadAsync(table, ChangeRange.Versions(1, 1)));
    }

    [Fact]
    public async Task Versions_before_the_feed_was_turned_on_or_after_it_was_turned_off_are_refused()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1);
        await SetAsync(table, "true");
        await table.AddAsync(5, 2);
        await SetAsync(table, "false");
        await table.AddAsync(5, 3);

        Assert.Equal(1, (await RefusedAsync(table, ChangeRange.Versions(1, 3), null)).Version);
        Assert.Equal(4, (await RefusedAsync(table, ChangeRange.Versions(2, 5), null)).Version);
        ChangePlan plan = await table.PlanChangesAsync(2, 3, Cancellation);
        Assert.Equal([2, 3], plan.Versions.Select(static version => version.Version));
        Assert.Equal("3 insert 2", Assert.Single(await ReadAsync(table, ChangeRange.Versions(2, 3), new ChangeOptions())));
    }

    [Fact]
    public async Task What_was_in_force_before_a_range_is_found_although_it_changes_within_the_range()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed);
        await table.AddAsync(5, 1, 2);
        await table.AddAsync(5, 3);
        await SetAsync(table, "false");
        await SetAsync(table, "true");
        await SetAsync(table, "false");

        // At the end the feed is off; where the rows came, it was on.
        ChangePlan plan = await table.PlanChangesAsync(1, 2, Cancellation);
        Assert.Equal([1, 2], plan.Versions.Select(static version => version.Version));
        Assert.Equal(2, plan.Files.Count());
        Assert.Equal(3, (await RefusedAsync(table, ChangeRange.Versions(1, 5), null)).Version);
        Assert.Equal(3, (await RefusedAsync(table, ChangeRange.Versions(3, 5), null)).Version);
        plan = await table.PlanChangesAsync(ChangeRange.Versions(1, 5), new ChangeOptions { InferWithoutFeed = true }, Cancellation);
        Assert.Equal([1, 2, 3, 4, 5], plan.Versions.Select(static version => version.Version));
        Assert.Equal(2, plan.Files.Count());
    }

    [Fact]
    public async Task A_range_that_is_reversed_in_the_future_or_cleaned_up_is_refused_by_name()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed);
        await table.AddAsync(5, 1);
        await table.AddAsync(5, 2);
        await table.AddAsync(5, 3);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(2, Cancellation), Cancellation);

        ChangeDataException reversed = await RefusedAsync(table, ChangeRange.Versions(2, 1), null);
        Assert.Equal(ChangeDataProblem.RangeReversed, reversed.Problem);
        await Assert.ThrowsAsync<VersionNotFoundException>(async () => await table.PlanChangesAsync(4, null, Cancellation));
        await Assert.ThrowsAsync<VersionNotFoundException>(async () => await table.PlanChangesAsync(1, 9, Cancellation));

        await _store.DeleteAsync("_delta_log/00000000000000000000.json", Cancellation);
        VersionNotFoundException cleaned = await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await table.PlanChangesAsync(0, null, Cancellation));
        Assert.Equal(1, cleaned.EarliestVersion);
        Assert.Contains("cleaned up", cleaned.Message, StringComparison.Ordinal);

        await _store.DeleteAsync("_delta_log/00000000000000000002.json", Cancellation);
        VersionNotFoundException hole = await Assert.ThrowsAsync<VersionNotFoundException>(
            async () => await table.PlanChangesAsync(1, null, Cancellation));
        Assert.Contains("version 2 is missing", hole.Message, StringComparison.Ordinal);
        Assert.Equal(["3 insert 3"], await ReadAsync(table, ChangeRange.Versions(3)));
    }

    [Fact]
    public async Task Columns_that_were_added_on_the_way_are_null_before()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed);
        await table.AddAsync(5, 1);
        await WithColumnAsync(table);
        await table.AddAsync(5, 2);

        ChangePlan plan = await table.PlanChangesAsync(0, null, Cancellation);
        Assert.Equal(
            ["id", "name", "_change_type", "_commit_version", "_commit_timestamp"],
            plan.Schema.Fields.Select(static column => column.Name));
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadChangesAsync(table, plan, ["name", "id"], Cancellation))
        {
            using (batch)
            {
                Assert.Equal(1, batch.Column("name").NullCount);
                Assert.Equal(2, batch.ColumnCount);
            }
        }
    }

    [Fact]
    public async Task A_column_that_was_dropped_on_the_way_is_named()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed);
        await WithColumnAsync(table);
        await table.AddAsync(5, 1);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(snapshot)
            {
                NewMetadata = snapshot.Metadata.WithSchema(new Wallstreet.Delta.Schema.StructType(snapshot.Schema.Fields[0])),
            },
            new CommitOptions("DROP COLUMNS"),
            Cancellation);
        await table.AddAsync(5, 2);

        ChangeDataException exception = await RefusedAsync(table, ChangeRange.Versions(0), null);
        Assert.Equal((ChangeDataProblem.SchemaChanged, 2), (exception.Problem, exception.Version));
        Assert.Contains("'name', which version 4 does not have", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["4 insert 2"], await ReadAsync(table, ChangeRange.Versions(3)));
    }

    [Fact]
    public async Task A_filter_prunes_files_by_version_kind_and_statistics_and_chooses_rows()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed);
        for (long id = 0; id < 50; id += 10)
        {
            await table.AddAsync(10, Enumerable.Range((int)id, 10).Select(static number => (long)number));
        }

        ChangePlan plan = (await table.PlanChangesAsync(0, null, Cancellation)).Prune(Predicate.AllOf(
            new Predicate.Comparison("_commit_version", ComparisonOperator.Less, Literal.Of(5L)),
            Predicate.Equal("_change_type", Literal.Of("insert")),
            new Predicate.Comparison("id", ComparisonOperator.Greater, Literal.Of(37L))));

        Assert.Equal((1, 4), (plan.Files.Count(), plan.FilesPruned));
        Assert.Equal(
            ["4 insert 38", "4 insert 39"],
            await NumberTable.LinesAsync(new ArrowDataEngine().ReadChangesAsync(table, plan, null, Cancellation)));
        Assert.Empty(plan.Prune(Predicate.Equal("_change_type", Literal.Of("delete"))).Files);
    }

    [Fact]
    public async Task A_tombstone_without_partition_values_gets_them_from_the_version_before()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema) { PartitionColumns = ["symbol"] },
            Tables.Commit,
            null,
            Cancellation);
        await table.AppendAsync(
            new ArrowDataEngine(), Wallstreet.Delta.Tests.Engine.Batches.StreamAsync(
                Wallstreet.Delta.Tests.Engine.Batches.Prices(("A", 1), ("B", 2))), Tables.Commit, Cancellation);
        AddFile file = (await table.GetSnapshotAsync(Cancellation)).Files.Single(static file => file.PartitionValues["symbol"] == "A");
        await _store.PutAsync(
            "_delta_log/00000000000000000002.json",
            System.Text.Encoding.UTF8.GetBytes($"{{\"remove\":{{\"path\":\"{file.Path}\",\"dataChange\":true}}}}"),
            Cancellation);

        ChangePlan plan = await table.PlanChangesAsync(ChangeRange.Versions(2, 2), _infer, Cancellation);
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadChangesAsync(table, plan, null, Cancellation))
        {
            using (batch)
            {
                Assert.Equal("A", ((StringArray)batch.Column("symbol")).GetString(0));
                Assert.Equal("delete", ((StringArray)batch.Column("_change_type")).GetString(0));
            }
        }
    }

    [Fact]
    public async Task Change_data_without_what_changed_and_vectors_beyond_the_file_are_damage()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed);
        await table.AddAsync(5, 1);
        AddFile file = (await table.GetSnapshotAsync(Cancellation)).Files.Single();
        await _store.PutAsync(
            "_delta_log/00000000000000000002.json",
            System.Text.Encoding.UTF8.GetBytes(
                $$$"""{"cdc":{"path":"{{{file.Path}}}","partitionValues":{},"size":{{{file.SizeBytes}}},"dataChange":false}}"""),
            Cancellation);

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(
            () => ReadAsync(table, ChangeRange.Versions(2)));
        Assert.Contains("_change_type", exception.Message, StringComparison.Ordinal);

        (string text, int size) = TestKit.InlineBitmap.Of(0, 7);
        string add = $$"""{"path":"{{file.Path}}","partitionValues":{},"size":{{file.SizeBytes}},"modificationTime":0,"dataChange":true""";
        await _store.PutAsync(
            "_delta_log/00000000000000000003.json",
            System.Text.Encoding.UTF8.GetBytes(
                $$$$"""
                {"remove":{"path":"{{{{file.Path}}}}","dataChange":true}}
                {"add":{{{{add}}}},"deletionVector":{"storageType":"i","pathOrInlineDv":{{{{System.Text.Json.JsonSerializer.Serialize(text)}}}},"sizeInBytes":{{{{size}}}},"cardinality":2}}}
                """),
            Cancellation);
        exception = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(table, ChangeRange.Versions(3)));
        Assert.Contains("names row 7, and the file has 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_with_the_name_of_one_of_changes_is_refused()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(new Wallstreet.Delta.Schema.StructType(new StructField("_commit_version", PrimitiveType.Long))),
            Tables.Commit,
            null,
            Cancellation);

        Assert.Equal(
            ChangeDataProblem.ColumnNameTaken, (await RefusedAsync(table, ChangeRange.Versions(0), _infer)).Problem);
    }

    [Fact]
    public async Task In_commit_timestamps_are_the_times_of_changes()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, NumberTable.Feed, "delta.enableInCommitTimestamps");
        await table.AddAsync(5, 1);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);

        ChangePlan plan = await table.PlanChangesAsync(
            ChangeRange.Times(snapshot.Timestamp, snapshot.Timestamp), null, Cancellation);

        VersionChanges version = Assert.Single(plan.Versions);
        Assert.Equal((1, snapshot.Timestamp), (version.Version, version.Timestamp));
        Assert.False(version.IsRecorded);
    }

    private static async Task<List<string>> ReadAsync(DeltaTable table, ChangeRange range, ChangeOptions? options = null)
    {
        ChangePlan plan = await table.PlanChangesAsync(range, options ?? _infer, Cancellation);
        return await NumberTable.LinesAsync(new ArrowDataEngine().ReadChangesAsync(table, plan, null, Cancellation));
    }

    private static async Task<ChangeDataException> RefusedAsync(DeltaTable table, ChangeRange range, ChangeOptions? options) =>
        await Assert.ThrowsAsync<ChangeDataException>(async () => await table.PlanChangesAsync(range, options, Cancellation));

    private static async Task SetAsync(DeltaTable table, string value)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Dictionary<string, string> properties = new(snapshot.Metadata.Configuration) { [NumberTable.Feed] = value };
        IReadOnlyList<string> features = [.. snapshot.Protocol.WriterFeatures!.Append("changeDataFeed").Distinct()];
        await table.CommitAsync(
            new TableChange(snapshot)
            {
                NewMetadata = snapshot.Metadata with { Configuration = properties },
                NewProtocol = snapshot.Protocol with { WriterFeatures = features },
            },
            new CommitOptions("SET TBLPROPERTIES"),
            Cancellation);
    }

    private static async Task WithColumnAsync(DeltaTable table)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(snapshot)
            {
                NewMetadata = snapshot.Metadata.WithSchema(new Wallstreet.Delta.Schema.StructType(
                    [.. snapshot.Schema.Fields, new StructField("name", PrimitiveType.String)])),
            },
            new CommitOptions("ADD COLUMNS"),
            Cancellation);
    }
}
