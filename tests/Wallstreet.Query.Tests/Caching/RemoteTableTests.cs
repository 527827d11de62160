using TestKit;
using Wallstreet.Query.Caching;
using Wallstreet.Storage;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Query.Tests.Caching;

public sealed class RemoteTableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_in_a_remote_store_is_written_and_read_through_the_cache()
    {
        await using var lake = new Lake(location: "memory://remote-tables/");
        await lake.WriteAsync("s.t", "SELECT i, i % 3 AS p FROM range(30) t(i)", "p");
        Assert.Equal(435L, await lake.ValueAsync("SELECT sum(i) FROM s.t"));
        Assert.Equal(3, Directory.GetFiles(lake.CacheFolder, "*.parquet").Length);
        await lake.Engine.WriteAsync(new WriteQuery("SELECT 2 AS i, 1 AS p", "s.t")
        {
            Mode = WriteMode.ReplaceWhere,
            ReplaceWhere = "p = 1 AND i < 20",
        }, Token);
        Assert.Equal(435L - 70 + 2, await lake.ValueAsync("SELECT sum(i) FROM s.t"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(lake.Options.TempDirectory, "staging")));
    }

    [Fact]
    public async Task The_cache_keeps_within_its_bytes_and_fetches_once()
    {
        using var folder = new TestKit.TemporaryFolder();
        using var stores = new ObjectStoreFactory(new ObjectStoreOptions());
        IObjectStore store = stores.Open("memory://bucket/");
        foreach (string key in new[] { "a", "b", "c" })
        {
            await store.PutAsync(key, new byte[100], Token);
        }

        using var cache = new ObjectCache(folder.Path, 250);
        Task<CacheLease>[] same = [.. Enumerable.Range(0, 8).Select(_ => cache.GetAsync(store, "a", 100, Token).AsTask())];
        CacheLease[] leases = await Task.WhenAll(same);
        Assert.Single(leases.Select(lease => lease.Path).Distinct());
        CacheLease held = await cache.GetAsync(store, "b", 100, Token);
        await Assert.ThrowsAsync<QueryFailedException>(async () => await cache.GetAsync(store, "c", 100, Token));
        Array.ForEach(leases, lease => lease.Dispose());
        using CacheLease third = await cache.GetAsync(store, "c", 100, Token);
        Assert.False(File.Exists(leases[0].Path));
        Assert.True(File.Exists(held.Path));
        Assert.Equal(200, cache.SizeBytes);
        held.Dispose();
    }

    [Fact]
    public async Task An_object_of_another_size_than_the_log_says_is_an_error_and_leaves_nothing()
    {
        using var folder = new TestKit.TemporaryFolder();
        using var stores = new ObjectStoreFactory(new ObjectStoreOptions());
        IObjectStore store = stores.Open("memory://bucket/");
        await store.PutAsync("a", new byte[100], Token);
        using var cache = new ObjectCache(folder.Path, 1000);
        QueryFailedException error = await Assert.ThrowsAsync<QueryFailedException>(
            async () => await cache.GetAsync(store, "a", 101, Token));
        Assert.Contains("memory://bucket/a has 100 bytes where the table's log says 101", error.Message, StringComparison.Ordinal);
        Assert.Equal("owner.lock", Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Path))));
        Assert.Equal(0, cache.SizeBytes);
    }

    [Fact]
    public async Task A_missing_object_is_an_error_that_names_it()
    {
        using var folder = new TestKit.TemporaryFolder();
        using var cache = new ObjectCache(folder.Path, 1000);

        QueryFailedException error = await Assert.ThrowsAsync<QueryFailedException>(
            async () => await cache.GetAsync(new MemoryObjectStore("bucket"), "a", 100, Token));

        Assert.Contains("memory://bucket/a is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_that_fails_after_its_caller_gave_up_does_not_fail_the_next_caller()
    {
        using var folder = new TestKit.TemporaryFolder();
        var inner = new MemoryObjectStore("bucket");
        await inner.PutAsync("a", new byte[100], Token);
        var plan = new FaultPlan(static (number, _, _) => number == 1 ? Fault.FailBefore : Fault.None)
        {
            Delay = TimeSpan.FromMilliseconds(300),
        };
        var store = new FaultyObjectStore(inner, plan);
        using var cache = new ObjectCache(folder.Path, 1000);
        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cache.GetAsync(store, "a", 100, soon.Token));
        }

        while (plan.Calls == 0)
        {
            await Task.Delay(10, Token);
        }

        using CacheLease lease = await cache.GetAsync(store, "a", 100, Token);
        Assert.Equal(100, new FileInfo(lease.Path).Length);
    }

    [Fact]
    public async Task A_fetch_that_nobody_waits_for_any_more_leaves_no_file_that_is_not_counted()
    {
        using var folder = new TestKit.TemporaryFolder();
        var inner = new MemoryObjectStore("bucket");
        await inner.PutAsync("a", new byte[100], Token);
        await inner.PutAsync("b", new byte[100], Token);
        var plan = new FaultPlan(static (_, _, _) => Fault.None) { Delay = TimeSpan.FromMilliseconds(300) };
        using var cache = new ObjectCache(folder.Path, 150);
        using (var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await cache.GetAsync(new FaultyObjectStore(inner, plan), "a", 100, soon.Token));
        }

        // There is no room for both while the first still comes; then it goes as any other.
        await Assert.ThrowsAsync<QueryFailedException>(async () => await cache.GetAsync(inner, "b", 100, Token));
        while (Directory.GetFiles(folder.Path, "*.parquet").Length == 0)
        {
            await Task.Delay(10, Token);
        }

        using CacheLease lease = await cache.GetAsync(inner, "b", 100, Token);
        Assert.Equal(lease.Path, Assert.Single(Directory.GetFiles(folder.Path, "*.parquet")));
        Assert.Equal(100, cache.SizeBytes);
    }

    [Fact]
    public async Task A_second_owner_of_the_folder_works_beside_the_first()
    {
        using var folder = new TestKit.TemporaryFolder();
        using var stores = new ObjectStoreFactory(new ObjectStoreOptions());
        IObjectStore store = stores.Open("memory://bucket/");
        await store.PutAsync("a", new byte[100], Token);
        using var first = new ObjectCache(folder.Path, 1000);
        using CacheLease one = await first.GetAsync(store, "a", 100, Token);
        using (var second = new ObjectCache(folder.Path, 1000))
        {
            using CacheLease two = await second.GetAsync(store, "a", 100, Token);
            Assert.NotEqual(one.Path, two.Path);
        }

        Assert.Single(Directory.GetFileSystemEntries(folder.Path), entry => entry.EndsWith(".parquet", StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(folder.Path));
    }
}
