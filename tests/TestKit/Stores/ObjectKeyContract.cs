using System.Text;
using Wallstreet.Storage;
using static TestKit.Stores.StoredText;

namespace TestKit.Stores;

/// <summary>What every object store must do with keys: take them as they are or refuse them, and list them in order. A store's test class derives from this and says how to open one.</summary>
public abstract class ObjectKeyContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store of this test's own.</summary>
    protected abstract ValueTask<IObjectStore> OpenEmptyAsync();

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

        Assert.Equal(expected, await store.KeysAsync());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[(i + 1)..], await store.KeysAsync("", expected[i]));
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

        Assert.Equal(["log/001", "log/002"], await store.KeysAsync("log/00"));
        Assert.Equal(["log/001", "log/002", "log/010", "log/_x/1"], await store.KeysAsync("log/"));
        Assert.Equal(["log/001", "log/002", "log/010", "log/_x/1", "logs/1"], await store.KeysAsync("log"));
        Assert.Equal(["log/010", "log/_x/1"], await store.KeysAsync("log/", "log/0020"));
        Assert.Equal(["log/_x/1"], await store.KeysAsync("log/", "log/_"));
        Assert.Empty(await store.KeysAsync("log/", "zzz"));
        Assert.Equal(["log/001", "log/002"], await store.KeysAsync("log/00", "a"));
        Assert.Empty(await store.KeysAsync("nothing/here/"));
        Assert.Empty(await store.KeysAsync("other/"));
    }

    [Fact]
    public async Task A_listing_of_many_pages_is_complete()
    {
        const int Count = 1_234;
        IObjectStore store = await OpenEmptyAsync();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (i, stop) => await store.PutAsync($"n/{i:D5}", Bytes("x"), stop));

        string[] all = await store.KeysAsync("n/");

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"n/{i:D5}"), all);
        Assert.Equal(all[1001..], await store.KeysAsync("n/", "n/01000"));
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

        Assert.Equal(key, await store.TextAsync(key));
        Assert.Equal([key], await store.KeysAsync());
        Assert.Equal([key], await store.KeysAsync(key[..^1]));
        Assert.Equal(key, (await store.FindHeadAsync(key, Cancellation))?.Key);
        await store.DeleteAsync(key, Cancellation);
        Assert.Empty(await store.KeysAsync());
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
        Assert.Empty(await store.KeysAsync());
    }

    [Fact]
    public async Task A_key_may_not_be_longer_than_1024_bytes()
    {
        IObjectStore store = await OpenEmptyAsync();
        // Shorter than allowed, since the store's own prefix counts too.
        string longest = string.Join('/', Enumerable.Repeat(new string('k', 127), 7));

        await store.PutAsync(longest, Bytes("x"), Cancellation);

        Assert.Equal([longest], await store.KeysAsync());
        await Assert.ThrowsAsync<InvalidObjectKeyException>(async () => await store.PutAsync(longest + "/" + new string('é', 65), default, Cancellation));
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

        Assert.Equal(["1", "x/2"], await view.KeysAsync());
        Assert.Equal(["x/2"], await view.KeysAsync("x", "1"));
        Assert.Equal("1", (await view.FindHeadAsync("1", Cancellation))?.Key);
        Assert.Equal("2", await store.TextAsync("silver/bars/x/2"));
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

    [Fact]
    public async Task Another_place_of_the_same_store_is_reached_from_any_place_in_it()
    {
        IObjectStore root = await OpenEmptyAsync();
        await root.PutAsync("a b/%c/x", Bytes("content"), Cancellation);

        IObjectStore? found = root.Under("d/e").FindStore(root.Under("a b/%c").Location);

        Assert.Equal("content", await found!.TextAsync("x"));
        Assert.Equal(root.Under("a b/%c").Location, found!.Location);
        Assert.Null(root.FindStore(new Uri("gs://elsewhere/x/")));
    }
}
