using System.Text;
using Wallstreet.Storage;

namespace TestKit;

/// <summary>What every object store must do. A store's test class derives from this and says how to open one.</summary>
public abstract class ObjectStoreContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
        Assert.Equal("short", await TextAsync(store, "k"));
        Assert.NotEqual(before?.ETag, after?.ETag);
    }

    [Fact]
    public async Task A_second_put_if_absent_loses_and_changes_nothing()
    {
        IObjectStore store = await OpenEmptyAsync();

        Assert.True(await store.TryPutIfAbsentAsync("log/0.json", Bytes("first"), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("log/0.json", Bytes("other"), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("log/0.json", Bytes("first"), Cancellation));

        Assert.Equal("first", await TextAsync(store, "log/0.json"));
    }

    [Fact]
    public async Task An_expendable_object_is_there_at_once_and_is_never_written_over()
    {
        IObjectStore store = await OpenEmptyAsync();

        Assert.True(await store.TryPutExpendableAsync("log/0.json", Bytes("first"), Cancellation));
        Assert.False(await store.TryPutExpendableAsync("log/0.json", Bytes("other"), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("log/0.json", Bytes("first"), Cancellation));

        Assert.Equal("first", await TextAsync(store, "log/0.json"));
    }

    [Fact]
    public async Task An_object_put_ahead_is_there_at_once_and_replaces_what_was_there()
    {
        IObjectStore store = await OpenEmptyAsync();

        await store.PutAheadAsync("data/a", Bytes("first"), Cancellation);
        Assert.Equal("first", await TextAsync(store, "data/a"));
        await store.PutAheadAsync("data/a", Bytes("second"), Cancellation);
        Assert.True(await store.TryPutIfAbsentAsync("log/0.json", Bytes("commit"), Cancellation));

        Assert.Equal("second", await TextAsync(store, "data/a"));
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
            Assert.Equal($"writer {winner}", await TextAsync(store, key));
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
        Assert.Equal("2", await TextAsync(store, "k"));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_fine()
    {
        IObjectStore store = await OpenEmptyAsync();

        await store.DeleteAsync("never/was", Cancellation);

        Assert.Empty(await KeysAsync(store, ""));
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

        Assert.Equal(["folder/inside"], await KeysAsync(store, ""));
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
        ObjectHead listed = Assert.Single(await HeadsAsync(store, "", null));

        Assert.Equal(("k", 10L), (head.Key, head.SizeBytes));
        Assert.InRange(head.LastModified, before, TimeProvider.System.GetUtcNow().AddSeconds(2));
        Assert.Equal(TimeSpan.Zero, head.LastModified.Offset);
        Assert.Equal((head.Key, head.SizeBytes, head.ETag), (listed.Key, listed.SizeBytes, listed.ETag));
    }

    [Fact]
    public async Task A_listing_is_recursive_and_in_the_order_of_utf8_bytes()
    {
        IObjectStore store = await OpenEmptyAsync();
        string[] keys =
        [
            "a!", "a-b", "a/b", "a/b-c", "a/b/c", "a/c", "a0", "aé", "a\uFF5E", "a\U0001F600", "b", "B", "_delta_log/0",
        ];
        // On a file system nothing can lie below an object, so a/b is a folder only.
        keys = [.. keys.Where(key => key != "a/b")];
        foreach (string key in keys.Reverse())
        {
            await store.PutAsync(key, Bytes(key), Cancellation);
        }

        string[] expected = [.. keys.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))];

        Assert.Equal(expected, await KeysAsync(store, ""));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[(i + 1)..], await KeysAsync(store, "", expected[i]));
        }
    }

    [Fact]
    public async Task A_listing_obeys_its_prefix_which_may_end_inside_a_segment()
    {
        IObjectStore store = await OpenEmptyAsync();
        foreach (string key in (string[])["log/001", "log/002", "log/010", "log/_x/1", "logs/1", "other"])
        {
            await store.PutAsync(key, Bytes(key), Cancellation);
        }

        Assert.Equal(["log/001", "log/002"], await KeysAsync(store, "log/00"));
        Assert.Equal(["log/001", "log/002", "log/010", "log/_x/1"], await KeysAsync(store, "log/"));
        Assert.Equal(["log/001", "log/002", "log/010", "log/_x/1", "logs/1"], await KeysAsync(store, "log"));
        Assert.Equal(["log/010", "log/_x/1"], await KeysAsync(store, "log/", "log/0020"));
        Assert.Equal(["log/_x/1"], await KeysAsync(store, "log/", "log/_"));
        Assert.Empty(await KeysAsync(store, "log/", "zzz"));
        Assert.Equal(["log/001", "log/002"], await KeysAsync(store, "log/00", "a"));
        Assert.Empty(await KeysAsync(store, "nothing/here/"));
        Assert.Empty(await KeysAsync(store, "other/"));
    }

    [Fact]
    public async Task A_listing_of_many_pages_is_complete()
    {
        const int Count = 1_234;
        IObjectStore store = await OpenEmptyAsync();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (i, stop) => await store.PutAsync($"n/{i:D5}", Bytes("x"), stop));

        string[] all = await KeysAsync(store, "n/");

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"n/{i:D5}"), all);
        Assert.Equal(all[1001..], await KeysAsync(store, "n/", "n/01000"));
    }

    [Theory]
    [InlineData("date=2024-01-02/sym=BRK%2FB/part 0.parquet")]
    [InlineData("p=%25/a%20b+c&d=e?f#g.parquet")]
    [InlineData("quotes'\"<>|*;:,@!$()[]{}~^`")]
    [InlineData("ünïcode/日本/😀.json")]
    [InlineData(".hidden/..dots../...")]
    [InlineData("a\\b")]
    public async Task Keys_are_verbatim(string key)
    {
        IObjectStore store = await OpenEmptyAsync();

        Assert.True(await store.TryPutIfAbsentAsync(key, Bytes(key), Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync(key, Bytes("other"), Cancellation));

        Assert.Equal(key, await TextAsync(store, key));
        Assert.Equal([key], await KeysAsync(store, ""));
        Assert.Equal([key], await KeysAsync(store, key[..^1]));
        Assert.Equal(key, (await store.FindHeadAsync(key, Cancellation))?.Key);
        await store.DeleteAsync(key, Cancellation);
        Assert.Empty(await KeysAsync(store, ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/absolute")]
    [InlineData("ends/")]
    [InlineData("two//slashes")]
    [InlineData("..")]
    [InlineData("a/../../etc/passwd")]
    [InlineData("./a")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u007fb")]
    [InlineData("a/.ws-unfinished-1")]
    public async Task A_key_that_breaks_the_rules_is_refused_by_every_call(string key)
    {
        IObjectStore store = await OpenEmptyAsync();

        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.PutAsync(key, default, Cancellation));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.TryPutIfAbsentAsync(key, default, Cancellation));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.PutFileAsync(key, "x", Cancellation));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.GetAsync(key, Cancellation));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.GetRangeAsync(key, 0, 1, Cancellation));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.FindHeadAsync(key, Cancellation));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.DeleteAsync(key, Cancellation));
        Assert.Throws<InvalidObjectKeyException>(() => store.FindLocalPath(key));
        Assert.Empty(await KeysAsync(store, ""));
    }

    [Fact]
    public async Task A_key_may_not_be_longer_than_1024_bytes()
    {
        IObjectStore store = await OpenEmptyAsync();
        // Shorter than allowed, since the store's own prefix counts too.
        string longest = string.Join('/', Enumerable.Repeat(new string('k', 127), 7));

        await store.PutAsync(longest, Bytes("x"), Cancellation);

        Assert.Equal([longest], await KeysAsync(store, ""));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.PutAsync(longest + "/" + new string('é', 65), default, Cancellation));
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

        Assert.Empty(await KeysAsync(store, ""));
    }

    [Fact]
    public async Task A_view_under_a_prefix_sees_and_writes_only_what_is_below_it()
    {
        IObjectStore store = await OpenEmptyAsync();
        await store.PutAsync("silver/bars/1", Bytes("1"), Cancellation);
        await store.PutAsync("silver/bars2/1", Bytes("other"), Cancellation);

        IObjectStore view = store.Under("silver").Under("bars/");
        await view.PutAsync("x/2", Bytes("2"), Cancellation);
        Assert.False(await view.TryPutIfAbsentAsync("1", Bytes("no"), Cancellation));

        Assert.Equal(["1", "x/2"], await KeysAsync(view, ""));
        Assert.Equal(["x/2"], await KeysAsync(view, "x", "1"));
        Assert.Equal("1", (await view.FindHeadAsync("1", Cancellation))?.Key);
        Assert.Equal("2", await TextAsync(store, "silver/bars/x/2"));
        Assert.Equal(store.Location.AbsoluteUri + "silver/bars/", view.Location.AbsoluteUri);
        Assert.Equal(store.FindLocalPath("silver/bars/1"), view.FindLocalPath("1"));
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await view.GetAsync("../bars2/1", Cancellation));
    }

    [Fact]
    public async Task A_location_ends_with_a_slash()
    {
        IObjectStore store = await OpenEmptyAsync();

        Assert.EndsWith("/", store.Location.AbsoluteUri, StringComparison.Ordinal);
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static async Task<string> TextAsync(IObjectStore store, string key) =>
        Encoding.UTF8.GetString(await store.GetAsync(key, Cancellation));

    protected static async Task<string[]> KeysAsync(IObjectStore store, string prefix, string? afterKey = null) =>
        [.. (await HeadsAsync(store, prefix, afterKey)).Select(head => head.Key)];

    protected static async Task<List<ObjectHead>> HeadsAsync(IObjectStore store, string prefix, string? afterKey) =>
        await store.ListAsync(prefix, afterKey, Cancellation).ToListAsync(Cancellation);

    [Fact]
    public async Task Another_place_of_the_same_store_is_reached_from_any_place_in_it()
    {
        IObjectStore root = await OpenEmptyAsync();
        await root.PutAsync("a b/%c/x", Bytes("content"), Cancellation);

        IObjectStore? found = root.Under("d/e").FindStore(root.Under("a b/%c").Location);

        Assert.Equal("content", await TextAsync(found!, "x"));
        Assert.Equal(root.Under("a b/%c").Location, found!.Location);
        Assert.Null(root.FindStore(new Uri("gs://elsewhere/x/")));
    }
}
