using System.Runtime.CompilerServices;

namespace Wallstreet.Storage;

/// <summary>A store's objects below a prefix.</summary>
internal sealed class PrefixedObjectStore : IObjectStore
{
    public PrefixedObjectStore(IObjectStore inner, string prefix)
    {
        Inner = inner;
        Prefix = prefix;
        Location = StoreLocation.Append(inner.Location, prefix);
    }

    public IObjectStore Inner { get; }

    /// <summary>Ends with a slash.</summary>
    public string Prefix { get; }

    public Uri Location { get; }

    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Inner.PutAsync(ToInner(key), content, cancellationToken);

    public ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Inner.TryPutIfAbsentAsync(ToInner(key), content, cancellationToken);

    public ValueTask<bool> TryPutExpendableAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Inner.TryPutExpendableAsync(ToInner(key), content, cancellationToken);

    public ValueTask PutAheadAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Inner.PutAheadAsync(ToInner(key), content, cancellationToken);

    public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken) =>
        Inner.PutFileAsync(ToInner(key), localPath, cancellationToken);

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) =>
        Inner.GetAsync(ToInner(key), cancellationToken);

    public ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken) =>
        Inner.GetRangeAsync(ToInner(key), offset, length, cancellationToken);

    public async ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectHead? head = await Inner.FindHeadAsync(ToInner(key), cancellationToken).ConfigureAwait(false);
        return head is { } found ? found with { Key = key } : null;
    }

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        Inner.DeleteAsync(ToInner(key), cancellationToken);

    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        string? innerAfter = string.IsNullOrEmpty(afterKey) ? null : Prefix + afterKey;
        await foreach (ObjectHead head in
            Inner.ListAsync(Prefix + prefix, innerAfter, cancellationToken).ConfigureAwait(false))
        {
            yield return head with { Key = head.Key[Prefix.Length..] };
        }
    }

    public string? FindLocalPath(string key) => Inner.FindLocalPath(ToInner(key));

    public IObjectStore? FindStore(Uri location) => StoreLocation.FindBelow(Inner.Location, location) switch
    {
        null => Inner.FindStore(location),
        "" => Inner,
        string prefix => Inner.Under(prefix),
    };

    private string ToInner(string key)
    {
        ObjectKey.Validate(key);
        return Prefix + key;
    }
}
