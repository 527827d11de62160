using System.Runtime.CompilerServices;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>A table's files in memory, read only, one of which may be another than it was, or gone.</summary>
internal sealed class SeedStore(FuzzTable table, string? changedKey = null, byte[]? changed = null) : IObjectStore
{
    private static readonly DateTimeOffset _time = DateTimeOffset.UnixEpoch.AddYears(50);

    public Uri Location { get; } = new("memory://fuzz/");

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(key) ?? throw new ObjectNotFoundException(Location, key));
    }

    public async ValueTask<byte[]> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        byte[] content = await GetAsync(key, cancellationToken);
        int start = (int)Math.Min(offset, content.Length);
        return content[start..(int)Math.Min((long)start + length, content.Length)];
    }

    public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        return ValueTask.FromResult<ObjectHead?>(
            Find(key) is { } content ? new ObjectHead(key, content.Length, _time, null) : null);
    }

    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (string key in table.Keys)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal)
                && (afterKey is null || ObjectKey.Compare(key, afterKey) > 0) && Find(key) is { } content)
            {
                yield return new ObjectHead(key, content.Length, _time, null);
            }
        }
    }

    public string? FindLocalPath(string key) => null;

    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Refuse(key);

    public ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{key} is written, by a reader.");

    public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken) => Refuse(key);

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => Refuse(key);

    private static ValueTask Refuse(string key) =>
        throw new InvalidOperationException($"{key} is written or deleted, by a reader.");

    private byte[]? Find(string key) => key == changedKey ? changed : table.Find(key);
}
