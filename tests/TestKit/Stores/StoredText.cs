using System.Text;
using Wallstreet.Storage;

namespace TestKit.Stores;

/// <summary>Short texts as objects, and what a store holds.</summary>
public static class StoredText
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<string> TextAsync(this IObjectStore store, string key) =>
        Encoding.UTF8.GetString(await store.GetAsync(key, Cancellation));

    public static async Task<string[]> KeysAsync(this IObjectStore store, string prefix = "", string? afterKey = null) =>
        [.. (await store.HeadsAsync(prefix, afterKey)).Select(head => head.Key)];

    public static async Task<List<ObjectHead>> HeadsAsync(this IObjectStore store, string prefix = "", string? afterKey = null) =>
        await store.ListAsync(prefix, afterKey, Cancellation).ToListAsync(Cancellation);
}
