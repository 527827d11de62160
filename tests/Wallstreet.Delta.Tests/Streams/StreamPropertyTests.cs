using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Streams;
using Wallstreet.Delta.Tests.ChangeData;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Streams;

/// <summary>However a stream is cut into batches, and wherever it is stopped and goes on, each row comes exactly once.
/// </summary>
[OnEveryStore]
public sealed class StreamPropertyTests
{
    private static readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Rows_that_come_are_given_exactly_once(int seed)
    {
        IObjectStore store = TestStore.New();
        await FollowAppendsAsync(store, seed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Changes_are_given_exactly_once_and_lead_from_the_first_rows_to_the_last(int seed)
    {
        Random random = new(seed);
        IObjectStore store = TestStore.New();
        DeltaTable table = await NumberTable.CreateAsync(store, NumberTable.Feed);
        long next = 0;
        for (int step = 0; step < 5; step++)
        {
            next = await ChangeAsync(table, random, next);
        }

        // A stream of changes from an initial snapshot gives its rows as inserts.
        Snapshot first = await table.GetSnapshotAsync(Cancellation);
        List<string> expected = [.. (await table.ReadAsync()).Select(id => $"{first.Version} insert {id}")];
        List<string> lines = [];
        string kept = await StartAsync(store, random, feed: true);
        for (int step = 0; step < 30; step++)
        {
            if (random.Next(2) == 0)
            {
                next = await ChangeAsync(table, random, next);
            }

            kept = await ReadSomeAsync(store, random, feed: true, kept, async batch =>
                lines.AddRange(await NumberTable.LinesAsync(batch.ReadAsync(_engine, Cancellation))));
        }

        while (await ReadOneAsync(store, random, feed: true, kept, async batch =>
            lines.AddRange(await NumberTable.LinesAsync(batch.ReadAsync(_engine, Cancellation)))) is { } more)
        {
            kept = more;
        }

        Snapshot last = await table.GetSnapshotAsync(Cancellation);
        if (last.Version > first.Version)
        {
            ChangePlan plan = await table.PlanChangesAsync(first.Version + 1, null, Cancellation);
            expected.AddRange(await NumberTable.LinesAsync(_engine.ReadChangesAsync(table, plan, null, Cancellation)));
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        Dictionary<long, int> counts = [];
        foreach (string[] words in lines.Select(static line => line.Split(' ')))
        {
            long id = long.Parse(words[2], null);
            counts[id] = counts.GetValueOrDefault(id) + (words[1] == "insert" ? 1 : -1);
        }

        Assert.All(counts.Values, static count => Assert.InRange(count, 0, 1));
        Assert.Equal(await table.ReadAsync(), counts.Where(static pair => pair.Value == 1).Select(static pair => pair.Key).Order());
    }

    private static async Task FollowAppendsAsync(IObjectStore store, int seed)
    {
        Random random = new(seed);
        DeltaTable table = await NumberTable.CreateAsync(store);
        long next = await AppendAsync(table, random, 0);
        next = await AppendAsync(table, random, next);
        List<long> seen = [];
        string kept = await StartAsync(store, random, feed: false);
        for (int step = 0; step < 30; step++)
        {
            switch (random.Next(4))
            {
                case 0:
                    await table.OptimizeAsync();
                    break;
                case 1 or 2:
                    next = await AppendAsync(table, random, next);
                    break;
                default:
                    break;
            }

            kept = await ReadSomeAsync(store, random, feed: false, kept, batch => AddIdsAsync(batch, seen));
        }

        while (await ReadOneAsync(store, random, feed: false, kept, batch => AddIdsAsync(batch, seen)) is { } more)
        {
            kept = more;
        }

        Assert.Equal(Enumerable.Range(0, (int)next).Select(static id => (long)id), seen.Order());
    }

    private static async Task AddIdsAsync(StreamBatch batch, List<long> seen)
    {
        await foreach (RecordBatch rows in batch.ReadAsync(_engine, Cancellation))
        {
            using (rows)
            {
                seen.AddRange(NumberTable.Ids(rows));
            }
        }
    }

    private static async Task<long> AppendAsync(DeltaTable table, Random random, long next)
    {
        int count = random.Next(1, 20);
        await table.AddAsync(random.Next(1, 8), Enumerable.Range((int)next, count).Select(static id => (long)id));
        return next + count;
    }

    /// <summary>Appends, deletes, optimizes or overwrites.</summary>
    private static async Task<long> ChangeAsync(DeltaTable table, Random random, long next)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        AddFile[] files = [.. snapshot.Files];
        switch (random.Next(6))
        {
            case 0 or 1 when files.Length > 0:
                AddFile file = files[random.Next(files.Length)];
                long rows = snapshot.FindStatistics(file)!.RecordCount!.Value;
                HashSet<long> dead = [.. (await table.ReadDeletionVectorAsync(file, Cancellation))?.Rows ?? []];
                long[] alive = [.. Enumerable.Range(0, (int)rows).Select(static row => (long)row).Where(row => !dead.Contains(row))];
                await table.DeleteAsync(file, random.GetItems(alive, random.Next(1, 4)).Distinct());
                return next;
            case 2 when files.Length > 1:
                await table.OptimizeAsync();
                return next;
            case 3 when random.Next(3) == 0:
                await table.OverwriteAsync(next, next + 1, next + 2);
                return next + 3;
            default:
                return await AppendAsync(table, random, next);
        }
    }

    private static async Task<string> StartAsync(IObjectStore store, Random random, bool feed)
    {
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
        return (await StreamSource.OpenAsync(table, Options(random, feed), null, Cancellation)).Start.ToJson();
    }

    private static async Task<string> ReadSomeAsync(
        IObjectStore store, Random random, bool feed, string kept, Func<StreamBatch, Task> take)
    {
        for (int count = random.Next(3); count > 0; count--)
        {
            kept = await ReadOneAsync(store, random, feed, kept, take) ?? kept;
        }

        return kept;
    }

    /// <summary>Opens the stream as a new process does, and reads a batch.</summary>
    private static async Task<string?> ReadOneAsync(
        IObjectStore store, Random random, bool feed, string kept, Func<StreamBatch, Task> take)
    {
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
        StreamOffset offset = StreamOffset.Parse(kept);
        StreamSource source = await StreamSource.OpenAsync(table, Options(random, feed), offset, Cancellation);
        if (await source.TryReadAsync(offset, Cancellation) is not { } batch)
        {
            return null;
        }

        Assert.Equal(offset, batch.Start);
        Assert.NotEqual(offset, batch.End);

        // Read again with other limits it has the same files.
        StreamSource other = await StreamSource.OpenAsync(table, Options(random, feed), offset, Cancellation);
        StreamBatch again = await other.ReadAgainAsync(batch.Start, batch.End, Cancellation);
        Assert.Equal(batch.Files.Select(static file => (file.Version, file.Path)), again.Files.Select(static file => (file.Version, file.Path)));
        await take(random.Next(2) == 0 ? batch : again);
        return batch.End.ToJson();
    }

    private static StreamOptions Options(Random random, bool feed) => new()
    {
        ReadChangeFeed = feed,
        FilesMax = random.Next(1, 6),
        BytesMax = random.Next(3) == 0 ? random.Next(1, 3_000) : null,
    };
}
