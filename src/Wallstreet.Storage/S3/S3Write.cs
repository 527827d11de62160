using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3.Model;

namespace Wallstreet.Storage.S3;

/// <summary>
/// Puts that carry a mark of their own in the object's metadata. If an answer is lost and the SDK's retry is told that
/// the object exists, or the answer never comes, the mark tells whether the object is this write's.
/// </summary>
internal sealed class S3Write(S3Bucket bucket, string key)
{
    private const string MarkName = "ws-write";
    private const int BusyMax = 20;

    /// <summary>The mark of this write.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    public async ValueTask PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await bucket.CallAsync(key, () => SendAsync(content, ifAbsent: false, cancellationToken), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Puts unless there is an object.</summary>
    /// <returns>Whether the object is this write's.</returns>
    public async ValueTask<bool> TryPutIfAbsentAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        for (int failures = 1; failures <= BusyMax; failures++)
        {
            try
            {
                await SendAsync(content, ifAbsent: true, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (AmazonServiceException error) when (S3Errors.IsExists(error))
            {
                if (await FindMarkAsync(cancellationToken).ConfigureAwait(false) is { } mark)
                {
                    return mark == Mark;
                }
                // Deleted since: the key is free again.
            }
            catch (AmazonServiceException error) when (
                S3Errors.IsBusy(error) || (S3Errors.IsUnread(error) && failures < S3Bucket.UnreadMax))
            {
                await Backoff.DelayAsync(bucket.Time, failures, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (S3Errors.IsKnown(error, cancellationToken))
            {
                if (S3Errors.IsUncertain(error) && await IsOursAsync(cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }

                throw S3Errors.Translate(error, bucket, key);
            }
        }

        throw new ObjectStoreUnavailableException(
            $"{bucket.Server} kept answering that other writes of object '{key}' in bucket '{bucket.Name}' are under way "
            + $"({BusyMax} times). Try again later.");
    }

    /// <summary>Puts once, and lets the SDK's errors through.</summary>
    public async Task<PutObjectResponse> SendAsync(
        ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        using MemoryStream body = MemoryMarshal.TryGetArray(content, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        PutObjectRequest request = new()
        {
            BucketName = bucket.Name,
            Key = key,
            InputStream = body,
            AutoCloseStream = false,
            IfNoneMatch = ifAbsent ? "*" : null,
        };
        MarkOn(request.Metadata);
        if (bucket.IsLegacyCompatible)
        {
            request.UseChunkEncoding = false;
        }

        return await bucket.Client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void MarkOn(MetadataCollection metadata) => metadata.Add(MarkName, Mark);

    /// <summary>Whether the object is there and is this write's; no, if the server cannot be asked.</summary>
    public async ValueTask<bool> IsOursAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindMarkAsync(cancellationToken).ConfigureAwait(false) == Mark;
        }
        catch (ObjectStoreException)
        {
            return false;
        }
    }

    /// <summary>The mark on the object; empty if others wrote it, null if there is none.</summary>
    public async ValueTask<string?> FindMarkAsync(CancellationToken cancellationToken)
    {
        GetObjectMetadataRequest request = new() { BucketName = bucket.Name, Key = key };
        try
        {
            GetObjectMetadataResponse head = await bucket.CallAsync(
                key, () => bucket.Client.GetObjectMetadataAsync(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            return head.Metadata[MarkName] ?? "";
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }
}
