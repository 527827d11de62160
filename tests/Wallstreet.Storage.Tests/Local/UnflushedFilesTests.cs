using TestKit;
using Wallstreet.Storage.Local;

namespace Wallstreet.Storage.Tests.Local;

/// <summary>What is put ahead of a commit reaches the disk before the commit has its name, or there is no commit.</summary>
public sealed class UnflushedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _flushed = [];
    private Func<string, Exception?> _failure = static _ => null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_put_ahead_is_there_at_once_and_is_flushed_before_the_commit_has_its_name()
    {
        LocalObjectStore store = Open(path => File.Exists(_folder["log/0.json"]) ? new IOException("too late") : null);

        await store.PutAheadAsync("data/a.parquet", new byte[] { 1, 2 }, Cancellation);
        Assert.Equal([1, 2], await store.GetAsync("data/a.parquet", Cancellation));
        Assert.Empty(_flushed);

        Assert.True(await store.TryPutIfAbsentAsync("log/0.json", new byte[] { 3 }, Cancellation));
        Assert.Equal([_folder["data/a.parquet"]], _flushed);
        Assert.True(await store.TryPutIfAbsentAsync("log/1.json", new byte[] { 4 }, Cancellation));
        Assert.Single(_flushed);
        Assert.Equal(["a.parquet"], Directory.GetFileSystemEntries(_folder["data"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_that_could_not_be_flushed_lets_no_commit_through_until_it_is_deleted()
    {
        bool broken = true;
        LocalObjectStore store = Open(_ => broken ? new IOException("input/output error") : null);
        await store.PutAheadAsync("data/a.parquet", new byte[] { 1 }, Cancellation);

        ObjectStoreFailedException first = await Assert.ThrowsAsync<ObjectStoreFailedException>(
            async () => await store.TryPutIfAbsentAsync("log/0.json", new byte[] { 3 }, Cancellation));
        Assert.Contains("a.parquet", first.Message, StringComparison.Ordinal);

        // A disk tells of a lost page once; to flush again would succeed.
        broken = false;
        await Assert.ThrowsAsync<ObjectStoreFailedException>(
            async () => await store.TryPutIfAbsentAsync("log/0.json", new byte[] { 3 }, Cancellation));
        Assert.Null(await store.FindHeadAsync("log/0.json", Cancellation));
        Assert.Empty(Directory.GetFileSystemEntries(_folder["log"]));

        await store.DeleteAsync("data/a.parquet", Cancellation);
        Assert.True(await store.TryPutIfAbsentAsync("log/0.json", new byte[] { 3 }, Cancellation));
    }

    [Fact]
    public async Task A_file_that_could_not_be_flushed_does_not_stop_commits_elsewhere()
    {
        UnflushedFiles files = new(path => throw new IOException(path));
        LocalObjectStore broken = new(_folder["one"], null, files);
        LocalObjectStore other = new(_folder["one-other"], null, files);
        await broken.PutAheadAsync("a", new byte[] { 1 }, Cancellation);
        await Assert.ThrowsAsync<ObjectStoreFailedException>(
            async () => await broken.TryPutIfAbsentAsync("0", new byte[] { 3 }, Cancellation));

        Assert.True(await other.TryPutIfAbsentAsync("0", new byte[] { 3 }, Cancellation));
    }

    [Fact]
    public async Task A_commit_through_another_store_of_the_same_folder_flushes_too()
    {
        UnflushedFiles files = new(_flushed.Add);
        await new LocalObjectStore(_folder["lake/table"], null, files).PutAheadAsync("a", new byte[] { 1 }, Cancellation);

        await new LocalObjectStore(_folder["lake"], null, files).TryPutIfAbsentAsync("table/0", new byte[] { 3 }, Cancellation);

        Assert.Equal([_folder["lake/table/a"]], _flushed);
    }

    [Fact]
    public async Task A_file_that_was_taken_back_needs_no_flush()
    {
        LocalObjectStore store = Open(_ => null);
        await store.PutAheadAsync("a", new byte[] { 1 }, Cancellation);
        await store.PutAheadAsync("b", new byte[] { 1 }, Cancellation);
        await store.DeleteAsync("a", Cancellation);
        File.Delete(_folder["b"]);
        _failure = path => File.Exists(path) ? null : new FileNotFoundException(path);

        Assert.True(await store.TryPutIfAbsentAsync("0", new byte[] { 3 }, Cancellation));
        Assert.Equal([_folder["b"]], _flushed);
    }

    [Theory]
    [InlineData(LocalDurability.Process)]
    [InlineData(LocalDurability.Full)]
    public async Task Stores_that_flush_never_or_all_have_nothing_to_flush_later(LocalDurability durability)
    {
        LocalObjectStore store = new(
            _folder.Path, new LocalOptions { Durability = durability }, new UnflushedFiles(_flushed.Add));

        await store.PutAheadAsync("a", new byte[] { 1 }, Cancellation);
        Assert.True(await store.TryPutIfAbsentAsync("0", new byte[] { 3 }, Cancellation));

        Assert.Empty(_flushed);
        Assert.Equal([1], await store.GetAsync("a", Cancellation));
    }

    [Fact]
    public async Task Many_files_put_ahead_and_never_committed_are_flushed_by_and_by()
    {
        LocalObjectStore store = Open(_ => null);
        for (int file = 0; file < 300; file++)
        {
            await store.PutAheadAsync($"{file}", new byte[] { 1 }, Cancellation);
        }

        await store.TryPutIfAbsentAsync("log", new byte[] { 1 }, Cancellation);
        Assert.Equal(256, _flushed.Distinct().Count());
    }

    [Fact]
    public async Task Writers_at_once_each_wait_for_their_own_file()
    {
        LocalObjectStore store = Open(_ =>
        {
            Thread.Yield();
            return null;
        });
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(
            async () =>
            {
                for (int commit = 0; commit < 10; commit++)
                {
                    await store.PutAheadAsync($"data/{writer}-{commit}", new byte[] { 1 }, Cancellation);
                    Assert.True(await store.TryPutIfAbsentAsync($"log/{writer}-{commit}", new byte[] { 1 }, Cancellation));
                    lock (_flushed)
                    {
                        Assert.Contains(_folder[$"data/{writer}-{commit}"], _flushed);
                    }
                }
            },
            Cancellation)));

        Assert.Equal(160, _flushed.Count);
    }

    private LocalObjectStore Open(Func<string, Exception?> failure)
    {
        _failure = failure;
        return new LocalObjectStore(_folder.Path, null, new UnflushedFiles(path =>
        {
            Exception? error = _failure(path);
            lock (_flushed)
            {
                _flushed.Add(path);
            }

            if (error is not null)
            {
                throw error;
            }
        }));
    }
}
