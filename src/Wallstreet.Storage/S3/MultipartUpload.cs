using Amazon.Runtime;
using Amazon.S3.Model;

namespace Wallstreet.Storage.S3;

/// <summary>Uploads one file in parts. The object appears when all parts are there; a failed upload is taken back.</summary>
internal sealed class MultipartUpload(S3Bucket bucket, string key, string localPath, long sizeBytes)
{
    private const int PartsMax = 10_000;

    private readonly S3Write _write = new(bucket, key);

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        InitiateMultipartUploadRequest request = new() { BucketName = bucket.Name, Key = key };
        _write.MarkOn(request.Metadata);
        InitiateMultipartUploadResponse started = await bucket.CallAsync(
            key, () => bucket.Client.InitiateMultipartUploadAsync(request, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        bool completed = false;
        try
        {
            PartETag[] parts = await SendPartsAsync(started.UploadId, cancellationToken).ConfigureAwait(false);
            await CompleteAsync(started.UploadId, parts, cancellationToken).ConfigureAwait(false);
            completed = true;
        }
        finally
        {
            if (!completed)
            {
                await AbortAsync(started.UploadId).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<PartETag[]> SendPartsAsync(string uploadId, CancellationToken cancellationToken)
    {
        long partBytes = Math.Max(bucket.Options.PartSizeBytes, (sizeBytes + PartsMax - 1) / PartsMax);
        int count = (int)((sizeBytes + partBytes - 1) / partBytes);
        PartETag[] parts = new PartETag[count];
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = bucket.Options.S3.PartsInFlightMax,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, count, parallel, async (i, stop) =>
        {
            long position = i * partBytes;
            UploadPartRequest request = new()
            {
                BucketName = bucket.Name,
                Key = key,
                UploadId = uploadId,
                PartNumber = i + 1,
                FilePath = localPath,
                FilePosition = position,
                PartSize = Math.Min(partBytes, sizeBytes - position),
                IsLastPart = i == count - 1,
            };
            if (bucket.IsLegacyCompatible)
            {
                request.UseChunkEncoding = false;
            }

            UploadPartResponse sent = await bucket.CallAsync(
                key, () => bucket.Client.UploadPartAsync(request, stop), stop).ConfigureAwait(false);
            parts[i] = new PartETag(i + 1, sent.ETag);
        }).ConfigureAwait(false);
        return parts;
    }

    private async ValueTask CompleteAsync(string uploadId, PartETag[] parts, CancellationToken cancellationToken)
    {
        CompleteMultipartUploadRequest request = new()
        {
            BucketName = bucket.Name,
            Key = key,
            UploadId = uploadId,
            PartETags = [.. parts],
        };
        try
        {
            await bucket.Client.CompleteMultipartUploadAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (S3Errors.IsKnown(error, cancellationToken))
        {
            // A lost answer: the SDK's retry is told that there is no such upload any more.
            bool maybeDone = S3Errors.IsUncertain(error) || error is AmazonServiceException { ErrorCode: "NoSuchUpload" };
            if (!maybeDone || !await _write.IsOursAsync(cancellationToken).ConfigureAwait(false))
            {
                throw S3Errors.Translate(error, bucket, key);
            }
        }
    }

    /// <summary>Frees the parts. If that fails too, the first failure is the one to tell.</summary>
    private async ValueTask AbortAsync(string uploadId)
    {
        try
        {
            await bucket.Client.AbortMultipartUploadAsync(bucket.Name, key, uploadId, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (S3Errors.IsKnown(error, CancellationToken.None))
        {
            // A bucket's lifecycle rule for incomplete uploads frees the parts later.
        }
    }
}
