using Wallstreet.Storage;


namespace Wallstreet.Delta.Tests.Checkpoints;

/// <summary>Checkpoints come often enough for readers, and not so often that a growing table drowns in them.</summary>
[OnEveryStore]
public sealed class CheckpointPolicyTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_growing_table_gets_fewer_checkpoints_and_never_more_than_a_hundred_commits_to_replay()
    {
        DeltaTable table = await CreateAsync(null);
        await AppendAsync(table, 1500);

        List<long> versions = await CheckpointsAsync();

        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80], versions.Take(8));
        Assert.InRange(versions.Count, 20, 45);
        Assert.All(versions.Zip(versions.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 10, 100));
        Assert.InRange(1500 - versions[^1], 0, 100);
        Assert.Equal(1500, (await (await OpenAsync()).GetSnapshotAsync(Cancellation)).FileCount);
    }

    [Fact]
    public async Task A_commit_that_changes_much_is_followed_by_a_checkpoint_soon()
    {
        DeltaTable table = await CreateAsync(null);
        await AppendAsync(table, 1000);
        long before = (await CheckpointsAsync())[^1];
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await table.CommitAsync(
            new TableChange(snapshot) { Adds = [.. Enumerable.Range(0, 400).Select(number => Tables.File($"many-{number}.parquet"))] },
            Tables.Commit,
            Cancellation);
        await AppendAsync(table, 9, "after");

        Assert.InRange((await CheckpointsAsync())[^1], Math.Max(before + 1, 1001), 1010);
    }

    [Fact]
    public async Task An_interval_of_the_table_is_kept_to_the_letter()
    {
        DeltaTable table = await CreateAsync("10");
        await AppendAsync(table, 300);

        Assert.Equal(Enumerable.Range(1, 30).Select(number => number * 10L), await CheckpointsAsync());
    }

    [Fact]
    public async Task A_table_that_is_opened_anew_counts_from_the_checkpoint_that_it_found()
    {
        await AppendAsync(await CreateAsync(null), 500);
        long last = (await CheckpointsAsync())[^1];

        for (int round = 0; round < 20; round++)
        {
            await AppendAsync(await OpenAsync(), 3, $"again-{round}");
        }

        Assert.DoesNotContain(await CheckpointsAsync(), version => version > last && version < last + 50);
    }

    [Fact]
    public async Task A_checkpoint_of_another_writer_is_not_repeated()
    {
        await AppendAsync(await CreateAsync(null), 400);
        DeltaTable one = await OpenAsync();
        DeltaTable other = await OpenAsync();
        for (int round = 0; round < 150; round++)
        {
            await AppendAsync(round % 2 == 0 ? one : other, 1, $"turn-{round}");
        }

        List<long> versions = await CheckpointsAsync();

        Assert.All(versions.Zip(versions.Skip(1)), pair => Assert.True(pair.First < 350 || pair.Second - pair.First >= 40, $"{pair}"));
    }

    private static async Task AppendAsync(DeltaTable table, int commits, string name = "first")
    {
        for (int commit = 0; commit < commits; commit++)
        {
            Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
            await table.CommitAsync(
                new TableChange(snapshot) { Adds = [Tables.File($"{name}-{commit}.parquet")] }, Tables.Commit, Cancellation);
        }
    }

    private async Task<DeltaTable> CreateAsync(string? interval) => await DeltaTable.CreateAsync(
        _store,
        new TableDefinition(Tables.Schema)
        {
            Properties = interval is null ? [] : new Dictionary<string, string> { ["delta.checkpointInterval"] = interval },
        },
        Tables.Commit,
        null,
        Cancellation);

    private async Task<DeltaTable> OpenAsync() => await DeltaTable.OpenAsync(_store, null, Cancellation);

    private async Task<List<long>> CheckpointsAsync()
    {
        List<long> versions = [];
        await foreach (Storage.ObjectHead head in _store.ListAsync("_delta_log/", null, Cancellation))
        {
            if (head.Key.EndsWith(".checkpoint.parquet", StringComparison.Ordinal))
            {
                versions.Add(long.Parse(head.Key.AsSpan("_delta_log/".Length, 20), System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return versions;
    }
}
