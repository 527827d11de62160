using System.Runtime.CompilerServices;
using Amazon.S3.Model;

namespace Wallstreet.Storage.S3;

/// <summary>
/// A bucket, or what lies below a prefix of it. Before its first write the bucket's conditional puts are proven
/// (<see cref="ConditionalPutProbe"/>).
/// </summary>
internal sealed class S3ObjectStore : IObjectStore
{
    private const int PageSize = 1_000;

    private readonly S3Bucket _bucket;
    private readonly string _prefix;

    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">Empty, or ending with a slash.</param>
    public S3ObjectStore(S3Bucket bucket, string prefix)
    {
        _bucket = bucket;
        _prefix = prefix;
        Location = StoreLocation.Append(bucket.Location, prefix);
    }

    public Uri Location { get; }

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string name = Begin(key, cancellationToken);
        await _bucket.Probe.EnsureSafeAsync(_prefix, cancellationToken).ConfigureAwait(false);
        await new S3Write(_bucket, name).PutAsync(content, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string name = Begin(key, cancellationToken);
        await _bucket.Probe.EnsureSafeAsync(_prefix, cancellationToken).ConfigureAwait(false);
        return await new S3Write(_bucket, name).TryPutIfAbsentAsync(content, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken)
    {
        string name = Begin(key, cancellationToken);
        FileInfo file = new(localPath);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"The file to store as '{key}' does not exist: '{localPath}'.", localPath);
        }

        await _bucket.Probe.EnsureSafeAsync(_prefix, cancellationToken).ConfigureAwait(false);
        if (file.Length >= _bucket.Options.MultipartThresholdBytes)
        {
            await new MultipartUpload(_bucket, name, file.FullName, file.Length).RunAsync(cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        byte[] content = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        await new S3Write(_bucket, name).PutAsync(content, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) =>
        ReadAsync(key, null, cancellationToken);

    public async ValueTask<byte[]> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > 0)
        {
            return await ReadAsync(key, new ByteRange(offset, offset + length - 1), cancellationToken)
                .ConfigureAwait(false);
        }

        return await FindHeadAsync(key, cancellationToken).ConfigureAwait(false) is null
            ? throw new ObjectNotFoundException(Location, key)
            : [];
    }

    public async ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken)
    {
        string name = Begin(key, cancellationToken);
        GetObjectMetadataRequest request = new() { BucketName = _bucket.Name, Key = name };
        try
        {
            GetObjectMetadataResponse head = await _bucket.CallAsync(
                name, () => _bucket.Client.GetObjectMetadataAsync(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            return new ObjectHead(key, head.ContentLength, ToTime(head.LastModified), ToETag(head.ETag));
        }
        catch (ObjectNotFoundException)
        {
            await _bucket.ExplainAsync(name, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ObjectStoreAccessException)
        {
            await _bucket.ExplainAsync(name, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        string name = Begin(key, cancellationToken);
        DeleteObjectRequest request = new() { BucketName = _bucket.Name, Key = name };
        try
        {
            await _bucket.CallAsync(
                name, () => _bucket.Client.DeleteObjectAsync(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            // Some servers say so; the end is the same.
        }
    }

    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        ListObjectsV2Request request = new()
        {
            BucketName = _bucket.Name,
            Prefix = _prefix + prefix,
            StartAfter = string.IsNullOrEmpty(afterKey) ? null : _prefix + afterKey,
            MaxKeys = PageSize,
        };
        string last = afterKey ?? "";
        ListObjectsV2Response page;
        do
        {
            page = await _bucket.CallAsync(
                request.Prefix, () => _bucket.Client.ListObjectsV2Async(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            foreach (S3Object found in page.S3Objects ?? [])
            {
                string key = found.Key[_prefix.Length..];
                last = InOrder(last, key);
                if (!IsHidden(key))
                {
                    yield return new ObjectHead(
                        key, found.Size ?? 0, ToTime(found.LastModified), ToETag(found.ETag));
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated ?? false);
    }

    public IObjectStore? FindStore(Uri location) => location.Scheme is "s3" or "s3a" or "s3n"
        && StoreLocation.FindBelow(_bucket.Location, new UriBuilder(location) { Scheme = "s3" }.Uri) is { } prefix
        ? new S3ObjectStore(_bucket, prefix)
        : null;

    public string? FindLocalPath(string key)
    {
        ObjectKey.Validate(key);
        return null;
    }

    private static DateTimeOffset ToTime(DateTime? time) =>
        time is { } given ? new DateTimeOffset(given.ToUniversalTime(), TimeSpan.Zero) : DateTimeOffset.UnixEpoch;

    private static string? ToETag(string? etag) => etag?.Trim('"');

    /// <summary>Placeholders of "folders", which consoles make, and leftovers of probes.</summary>
    private static bool IsHidden(string key) =>
        key.EndsWith('/') || key.Length == 0 || ObjectKey.IsUnfinishedName(key.AsSpan(key.LastIndexOf('/') + 1));

    private string InOrder(string last, string key) => last.Length == 0 || ObjectKey.Compare(last, key) < 0
        ? key
        : throw new ObjectStoreFailedException(
            $"{_bucket.Server} lists bucket '{_bucket.Name}' out of order: '{key}' after '{last}'. A log read in this way "
            + "could miss versions; directory buckets and such servers cannot be used.");

    private string Begin(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        string name = _prefix + key;
        if (_prefix.Length > 0)
        {
            // With the prefix it may be too long.
            ObjectKey.Validate(name);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return name;
    }

    private async ValueTask<byte[]> ReadAsync(string key, ByteRange? range, CancellationToken cancellationToken)
    {
        string name = Begin(key, cancellationToken);
        try
        {
            return await new S3Read(_bucket, name).GetAsync(range, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException error)
        {
            throw new ObjectNotFoundException(Location, key, error.InnerException);
        }
    }
}
