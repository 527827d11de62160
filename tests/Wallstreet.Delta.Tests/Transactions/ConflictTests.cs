using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>Each test is named by the operation that landed first and the one that came second.</summary>
[OnEveryStore]
public sealed class ConflictTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Predicate IsA => Predicate.Equal("symbol", Literal.Of("A"));

    private static Predicate IsB => Predicate.Equal("symbol", Literal.Of("B"));

    [Theory]
    [InlineData("WriteSerializable")]
    [InlineData("Serializable")]
    public async Task Append_then_append_both_land(string isolation)
    {
        (DeltaTable table, Snapshot read) = await CreateAsync(isolation);

        await CommitAsync(table, Append(read, "x", "A"));
        CommittedVersion second = await CommitAsync(table, Append(read, "y", "A"));

        Assert.Equal((4, 2), (second.Version, second.Attempts));
        Assert.Equal(4, (await table.GetSnapshotAsync(Cancellation)).FileCount);
    }

    [Fact]
    public async Task Append_then_delete_of_the_same_partition_is_allowed_when_only_writes_are_serializable()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, Append(read, "x", "A"));

        Assert.Equal(4, (await CommitAsync(table, Delete(read, IsA, "a"))).Version);
    }

    [Fact]
    public async Task Append_then_delete_of_the_same_partition_is_a_conflict_when_everything_is_serializable()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");

        await CommitAsync(table, Append(read, "x", "A"));

        await AssertConflictAsync(table, Delete(read, IsA, "a"), ConflictRule.ConcurrentAppend, 3);
    }

    [Fact]
    public async Task Append_then_delete_of_another_partition_both_land()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");

        await CommitAsync(table, Append(read, "x", "B"));

        Assert.Equal(4, (await CommitAsync(table, Delete(read, IsA, "a"))).Version);
    }

    [Fact]
    public async Task Append_then_delete_that_statistics_keep_apart_both_land()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");
        Predicate cheap = new Predicate.Comparison("price", ComparisonOperator.Less, Literal.Of(10.0));
        AddFile expensive = File("x", "A") with
        {
            Statistics = "{\"numRecords\":1,\"minValues\":{\"price\":50},\"maxValues\":{\"price\":60},\"nullCount\":{\"price\":0}}",
        };

        await CommitAsync(table, new TableChange(read) { Adds = [expensive] });

        Assert.Equal(4, (await CommitAsync(table, Delete(read, cheap, "a"))).Version);
    }

    [Fact]
    public async Task Rewrite_then_rewrite_of_the_same_file_is_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, Rewrite(read, IsA, "a", "x"));

        // The winner's new file is found before its removed one, as in Spark.
        await AssertConflictAsync(table, Rewrite(read, IsA, "a", "y"), ConflictRule.ConcurrentAppend, 3);
    }

    [Fact]
    public async Task Delete_then_delete_of_the_same_file_is_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, Delete(read, IsA, "a"));

        await AssertConflictAsync(table, Delete(read, IsA, "a"), ConflictRule.ConcurrentDeleteDelete, 3);
    }

    [Fact]
    public async Task Delete_then_change_that_had_read_the_file_is_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, Delete(read, IsA, "a"));

        TableChange decidedOnA = new(read) { Adds = [File("y", "B")], ReadPredicate = IsA };
        await AssertConflictAsync(table, decidedOnA, ConflictRule.ConcurrentDeleteRead, 3);
    }

    [Fact]
    public async Task Rewrite_then_rewrite_of_another_partition_both_land()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");

        await CommitAsync(table, Rewrite(read, IsA, "a", "x"));

        Assert.Equal(4, (await CommitAsync(table, Rewrite(read, IsB, "b", "y"))).Version);
    }

    [Fact]
    public async Task Optimize_then_append_both_land()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");

        await CommitAsync(table, Optimize(read, "a", "x"));

        Assert.Equal(4, (await CommitAsync(table, Append(read, "y", "A"))).Version);
    }

    [Fact]
    public async Task Append_then_optimize_both_land()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");

        await CommitAsync(table, Append(read, "x", "A"));

        Assert.Equal(4, (await CommitAsync(table, Optimize(read, "a", "y"))).Version);
    }

    [Fact]
    public async Task Delete_then_optimize_of_the_same_file_is_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, Delete(read, IsA, "a"));

        await AssertConflictAsync(table, Optimize(read, "a", "y"), ConflictRule.ConcurrentDeleteDelete, 3);
    }

    [Fact]
    public async Task Optimize_then_delete_of_the_same_file_is_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, Optimize(read, "a", "x"));

        await AssertConflictAsync(table, Delete(read, IsA, "a"), ConflictRule.ConcurrentDeleteDelete, 3);
    }

    [Fact]
    public async Task Change_of_properties_then_append_is_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");

        await CommitAsync(table, new TableChange(read) { NewMetadata = read.Metadata with { Description = "new" } });

        await AssertConflictAsync(table, Append(read, "x", "A"), ConflictRule.MetadataChanged, 3);
    }

    [Fact]
    public async Task Append_then_change_of_properties_both_land()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("Serializable");

        await CommitAsync(table, Append(read, "x", "A"));
        await CommitAsync(table, new TableChange(read) { NewMetadata = read.Metadata with { Description = "new" } });

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(("new", 3), (snapshot.Metadata.Description, snapshot.FileCount));
    }

    [Fact]
    public async Task Two_commits_of_one_application_are_a_conflict()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");
        ApplicationTransaction batch = new("stream", 7);

        await CommitAsync(table, Append(read, "x", "A") with { Application = batch });

        await AssertConflictAsync(
            table, Append(read, "y", "A") with { Application = batch }, ConflictRule.ConcurrentTransaction, 3);
        Assert.Equal(7, (await table.GetSnapshotAsync(Cancellation)).FindApplicationVersion("stream"));
    }

    [Fact]
    public async Task Retries_are_bounded()
    {
        (DeltaTable table, Snapshot read) = await CreateAsync("WriteSerializable");
        await CommitAsync(table, Append(read, "x", "A"));

        ConcurrentModificationException exception = await Assert.ThrowsAsync<ConcurrentModificationException>(async () =>
            await table.CommitAsync(Append(read, "y", "A"), new CommitOptions("TEST") { RetriesMax = 0 }, Cancellation));

        Assert.Equal(ConflictRule.RetriesExhausted, exception.Rule);
    }

    [Fact]
    public async Task An_append_only_table_refuses_removal_and_allows_rearranging()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                PartitionColumns = ["symbol"],
                Properties = new Dictionary<string, string> { ["delta.appendOnly"] = "true" },
            },
            Tables.Commit,
            null,
            Cancellation);
        await CommitAsync(table, Append(await table.GetSnapshotAsync(Cancellation), "a", "A"));
        Snapshot read = await table.GetSnapshotAsync(Cancellation);

        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await CommitAsync(table, Delete(read, IsA, "a")));
        Assert.Equal(2, (await CommitAsync(table, Optimize(read, "a", "x"))).Version);
    }

    private static AddFile File(string name, string symbol) => Tables.File(name) with
    {
        PartitionValues = new Dictionary<string, string?> { ["symbol"] = symbol },
    };

    private static TableChange Append(Snapshot read, string name, string symbol) =>
        new(read) { Adds = [File(name, symbol)] };

    private static TableChange Delete(Snapshot read, Predicate predicate, string name) =>
        new(read) { Removes = [Find(read, name)], ReadPredicate = predicate };

    private static TableChange Rewrite(Snapshot read, Predicate predicate, string name, string newName) =>
        Delete(read, predicate, name) with { Adds = [Find(read, name) with { Path = newName }] };

    private static TableChange Optimize(Snapshot read, string name, string newName) => new(read)
    {
        Removes = [Find(read, name)],
        Adds = [Find(read, name) with { Path = newName }],
        DataChange = false,
    };

    private static AddFile Find(Snapshot read, string name) => read.Files.Single(file => file.Path == name);

    private static async Task<CommittedVersion> CommitAsync(DeltaTable table, TableChange change) =>
        await table.CommitAsync(change, Tables.Commit, Cancellation);

    private static async Task AssertConflictAsync(DeltaTable table, TableChange change, ConflictRule rule, long winner)
    {
        ConcurrentModificationException exception = await Assert.ThrowsAsync<ConcurrentModificationException>(
            async () => await CommitAsync(table, change));
        Assert.Equal((rule, winner, "TEST"), (exception.Rule, exception.WinningVersion, exception.WinningOperation));
        Assert.Contains($"version {winner} (TEST)", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A table at version 2 with the files a (partition A) and b (partition B).</summary>
    private async Task<(DeltaTable Table, Snapshot Read)> CreateAsync(string isolation)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                PartitionColumns = ["symbol"],
                Properties = new Dictionary<string, string> { ["delta.isolationLevel"] = isolation },
            },
            Tables.Commit,
            null,
            Cancellation);
        await CommitAsync(table, Append(await table.GetSnapshotAsync(Cancellation), "a", "A"));
        await CommitAsync(table, Append(await table.GetSnapshotAsync(Cancellation), "b", "B"));
        return (table, await table.GetSnapshotAsync(Cancellation));
    }
}
