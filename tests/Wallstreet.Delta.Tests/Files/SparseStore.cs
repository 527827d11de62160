using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Files;

/// <summary>A store with one object of any size, whose bytes are made up when they are asked for.</summary>
internal sealed class SparseStore(long sizeBytes) : IObjectStore
{
    public Uri Location { get; } = new("memory://sparse/");

    public ObjectHead Head { get; } = new("file.parquet", sizeBytes, DateTimeOffset.UnixEpoch, null);

    public List<(long Offset, int Length)> Ranges { get; } = [];

    public static byte ByteAt(long offset) => unchecked((byte)(((ulong)offset * 0x9E37_79B9_7F4A_7C15UL) >> 56));

    public ValueTask<byte[]> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken)
    {
        lock (Ranges)
        {
            Ranges.Add((offset, length));
        }

        byte[] content = new byte[Math.Clamp(sizeBytes - offset, 0, length)];
        for (int index = 0; index < content.Length; index++)
        {
            content[index] = ByteAt(offset + index);
        }

        return ValueTask.FromResult(content);
    }

    public ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken) => new(Head);

    public ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> TryPutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ObjectHead> ListAsync(string prefix, string? afterKey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public string? FindLocalPath(string key) => null;
}
