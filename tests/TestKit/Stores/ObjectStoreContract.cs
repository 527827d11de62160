using System.Text;
using Wallstreet.Storage;
using static TestKit.Stores.StoredText;

namespace TestKit.Stores;

/// <summary>What every object store must do with contents. A store's test class derives from this and says how to open one.</summary>
public abstract class ObjectStoreContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store of this test's own.</summary>
    protected abstract ValueTask<IObjectStore> OpenEmptyAsync();

    [Fact]
    public async Task What_was_put_is_what_is_got()
    {
        IObjectStore store = await OpenEmptyAsync();
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => unchecked((byte)(i * 7)))];

        await store.PutAsync("a/b/c.bin", content, Cancellation);

        Assert.Equal(content, await store.GetAsync("a/b/c.bin", Cancellation));
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        IObjectStore store = await OpenEmptyAsync();

        await store.PutAsync("empty", default, Cancellation);

        Assert.Empty(await store.GetAsync("empty", Cancellation));
        Assert.Empty(await store.GetRangeAsync("empty", 0, 10, Cancellation));
        Assert.Equal(0, (await store.FindHeadAsync("empty", Cancellation))?.SizeBytes);
    }

    [Fact]
    public async Task A_put_replaces_also_by_something_shorter()
    {
        IObjectStore store = await OpenEmptyAsync();
        await store.PutAsync("k", Bytes("a long first content"), Cancellation);
        ObjectHead? before = await store.FindHeadAsync("k", Cancellation);

        await store.PutAsync("k", Bytes("short"), Cancellation);

        ObjectHead? after = await store.FindHeadAsync("k", Cancellation);
        Assert.Equal("short", await store.TextAsync("k"));
        Assert.NotEqual(before?.ETag, after?.ETag);
    }

    [Fact]
    public async Task A_second_put_if_absent_loses_and_changes_nothing()
    {
        IObjectStore store = await OpenEmptyAsync();

        Assert.True(await store.TryPutIfAbsentAsync("log/0.json", Bytes("first"), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("log/0.json", Bytes("other"), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("log/0.json", Bytes("first"), Cancellation));

        Assert.Equal("first", await store.TextAsync("log/0.json"));
    }

    [Fact]
    public async Task An_expendable_object_is_there_at_once_and_is_never_written_over()
    {
        IObjectStore store = await OpenEmptyAsync();

        Assert.True(await store.TryPutExpendableAsync("log/0.json", Bytes("first"), Cancellation));
        Assert.False(await store.TryPutExpendableAsync("log/0.json", Bytes("other"), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("log/0.json", Bytes("first"), Cancellation));

        Assert.Equal("first", await store.TextAsync("log/0.json"));
    }

    [Fact]
    public async Task An_object_put_ahead_is_there_at_once_and_replaces_what_was_there()
    {
        IObjectStore store = await OpenEmptyAsync();

        await store.PutAheadAsync("data/a", Bytes("first"), Cancellation);
        Assert.Equal("first", await store.TextAsync("data/a"));
        await store.PutAheadAsync("data/a", Bytes("second"), Cancellation);
        Assert.True(await store.TryPutIfAbsentAsync("log/0.json", Bytes("commit"), Cancellation));

        Assert.Equal("second", await store.TextAsync("data/a"));
        Assert.Equal(["data/a", "log/0.json"], (await store.ListAsync("", null, Cancellation).ToListAsync(Cancellation)).Select(head => head.Key));
    }

    [Fact]
    public async Task Of_many_concurrent_creators_exactly_one_wins_and_its_content_stays()
    {
        IObjectStore store = await OpenEmptyAsync();
        for (int round = 0; round < 10; round++)
        {
            string key = $"log/{round:D20}.json";

            bool[] wins = await Task.WhenAll(Enumerable.Range(0, 16)
                .Select(i => Task.Run(() => store.TryPutIfAbsentAsync(key, Bytes($"writer {i}"), Cancellation).AsTask())));

            int winner = Assert.Single(Enumerable.Range(0, 16), i => wins[i]);
            Assert.Equal($"writer {winner}", await store.TextAsync(key));
        }
    }

    [Fact]
    public async Task A_deleted_key_can_be_created_again()
    {
        IObjectStore store = await OpenEmptyAsync();
        await store.TryPutIfAbsentAsync("k", Bytes("1"), Cancellation);

        await store.DeleteAsync("k", Cancellation);
        Assert.Null(await store.FindHeadAsync("k", Cancellation));

        Assert.True(await store.TryPutIfAbsentAsync("k", Bytes("2"), Cancellation));
        Assert.Equal("2", await store.TextAsync("k"));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_fine()
    {
        IObjectStore store = await OpenEmptyAsync();

        await store.DeleteAsync("never/was", Cancellation);

        Assert.Empty(await store.KeysAsync());
    }

    [Fact]
    public async Task An_absent_object_is_named_by_the_error_and_its_head_is_null()
    {
        IObjectStore store = await OpenEmptyAsync();
        await store.PutAsync("folder/inside", Bytes("x"), Cancellation);
        foreach (string key in (string[])["absent", "no/such/folder", "folder", "folder/inside/below"])
        {
            ObjectNotFoundException error = await Assert.ThrowsAsync<ObjectNotFoundException>(
                async () => await store.GetAsync(key, Cancellation));
            await Assert.ThrowsAsync<ObjectNotFoundException>(
                async () => await store.GetRangeAsync(key, 0, 1, Cancellation));

            Assert.Equal(key, error.Key);
            Assert.Contains(key, error.Message, StringComparison.Ordinal);
            Assert.Null(await store.FindHeadAsync(key, Cancellation));
            await store.DeleteAsync(key, Cancellation);
        }

        Assert.Equal(["folder/inside"], await store.KeysAsync());
    }

    [Theory]
    [InlineData(0, 5, "01234")]
    [InlineData(3, 4, "3456")]
    [InlineData(8, 5, "89")]
    [InlineData(10, 5, "")]
    [InlineData(5_000_000_000, 5, "")]
    [InlineData(4, 0, "")]
    public async Task A_range_is_short_where_the_object_ends(long offset, int length, string expected)
    {
        IObjectStore store = await OpenEmptyAsync();
        await store.PutAsync("k", Bytes("0123456789"), Cancellation);

        byte[] range = await store.GetRangeAsync("k", offset, length, Cancellation);

        Assert.Equal(expected, Encoding.UTF8.GetString(range));
    }

    [Fact]
    public async Task A_head_tells_size_and_time()
    {
        IObjectStore store = await OpenEmptyAsync();
        DateTimeOffset before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        await store.PutAsync("k", Bytes("0123456789"), Cancellation);

        ObjectHead head = Assert.NotNull(await store.FindHeadAsync("k", Cancellation));
        ObjectHead listed = Assert.Single(await store.HeadsAsync());

        Assert.Equal(("k", 10L), (head.Key, head.SizeBytes));
        Assert.InRange(head.LastModified, before, TimeProvider.System.GetUtcNow().AddSeconds(2));
        Assert.Equal(TimeSpan.Zero, head.LastModified.Offset);
        Assert.Equal((head.Key, head.SizeBytes, head.ETag), (listed.Key, listed.SizeBytes, listed.ETag));
    }

    [Fact]
    public async Task A_file_is_put_whole_and_replaces()
    {
        IObjectStore store = await OpenEmptyAsync();
        using TemporaryFolder folder = new();
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => unchecked((byte)(i * 13)))];
        await store.PutAsync("data/part-0.parquet", Bytes("old"), Cancellation);

        await store.PutFileAsync("data/part-0.parquet", folder.WriteFile("staged", content), Cancellation);

        Assert.Equal(content, await store.GetAsync("data/part-0.parquet", Cancellation));
        Assert.Equal(content[^8..], await store.GetRangeAsync("data/part-0.parquet", content.Length - 8, 100, Cancellation));
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        IObjectStore store = await OpenEmptyAsync();
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.PutAsync("k", default, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.TryPutIfAbsentAsync("k", default, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync("k", cancelled));

        Assert.Empty(await store.KeysAsync());
    }
}
