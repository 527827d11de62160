using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Wallstreet.Storage.S3;

/// <summary>One bucket: the client that reaches it, and what has been learnt about it.</summary>
internal sealed class S3Bucket
{
    /// <summary>How often a request is sent that the server could not read.</summary>
    public const int UnreadMax = 5;

    private readonly S3Options _options;
    private volatile bool _isKnownToExist;

    public S3Bucket(IAmazonS3 client, string name, ObjectStoreOptions options, TimeProvider time)
    {
        Client = client;
        Name = name;
        Options = options;
        Time = time;
        _options = options.S3;
        Location = new Uri($"s3://{name}/");
        Server = _options.Endpoint?.AbsoluteUri ?? $"Amazon S3 ({_options.Region ?? "region of the SDK's chain"})";
        IsLegacyCompatible = S3ClientOptions.IsLegacyCompatible(_options);
        Probe = new ConditionalPutProbe(this);
    }

    public IAmazonS3 Client { get; }

    public string Name { get; }

    public ObjectStoreOptions Options { get; }

    public TimeProvider Time { get; }

    public Uri Location { get; }

    /// <summary>How errors call the server.</summary>
    public string Server { get; }

    public bool IsLegacyCompatible { get; }

    public ConditionalPutProbe Probe { get; }

    /// <summary>Calls the server and gives its errors this store's kind.</summary>
    public async ValueTask<T> CallAsync<T>(string key, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                T answer = await call().ConfigureAwait(false);
                _isKnownToExist = true;
                return answer;
            }
            catch (AmazonServiceException error) when (S3Errors.IsUnread(error) && failures < UnreadMax)
            {
                await Backoff.DelayAsync(Time, failures, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (S3Errors.IsKnown(error, cancellationToken))
            {
                throw S3Errors.Translate(error, this, key);
            }
        }
    }

    /// <summary>
    /// Asks with a body for what a HEAD, which has none, could not say: whether the bucket exists and why we may not
    /// read it. Returns if all is well.
    /// </summary>
    public async ValueTask ExplainAsync(string key, CancellationToken cancellationToken)
    {
        if (!_isKnownToExist)
        {
            ListObjectsV2Request request = new() { BucketName = Name, Prefix = key, MaxKeys = 1 };
            await CallAsync(key, () => Client.ListObjectsV2Async(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
