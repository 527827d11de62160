using Amazon.Runtime;
using Amazon.S3.Model;

namespace Wallstreet.Storage.S3;

/// <summary>Reads objects, again where a connection broke in the middle of a body (the SDK does not).</summary>
internal sealed class S3Read(S3Bucket bucket, string key)
{
    /// <summary>Reads the object or a range of it.</summary>
    /// <param name="range">The bytes wanted; all of them if null.</param>
    /// <param name="cancellationToken">Gives the read up.</param>
    public async ValueTask<byte[]> GetAsync(ByteRange? range, CancellationToken cancellationToken)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await GetOnceAsync(range, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonServiceException error) when (range is not null && (int)error.StatusCode == 416)
            {
                // The object is there and ends before the range.
                return [];
            }
            catch (AmazonServiceException error) when (S3Errors.IsUnread(error) && failures < S3Bucket.UnreadMax)
            {
                // Asked again below.
            }
            catch (Exception error) when (S3Errors.IsKnown(error, cancellationToken))
            {
                bool bodyBroke = error is (IOException or HttpRequestException) and not AmazonServiceException;
                if (!bodyBroke || failures > bucket.Options.S3.RetriesMax)
                {
                    throw S3Errors.Translate(error, bucket, key);
                }
            }

            await Backoff.DelayAsync(bucket.Time, failures, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<byte[]> GetOnceAsync(ByteRange? range, CancellationToken cancellationToken)
    {
        GetObjectRequest request = new() { BucketName = bucket.Name, Key = key, ByteRange = range };
        using GetObjectResponse response =
            await bucket.Client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        long length = response.ContentLength;
        if (length > Array.MaxLength)
        {
            throw new ObjectStoreFailedException(
                $"Object '{key}' of {bucket.Location} has {length} bytes, too many to read at once; read ranges of it.");
        }

        if (range is not null && length > range.End - range.Start + 1)
        {
            throw new ObjectStoreFailedException(
                $"{bucket.Server} ignored the range asked for of object '{key}' in bucket '{bucket.Name}'.");
        }

        byte[] content = new byte[length];
        await response.ResponseStream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return content;
    }
}
