using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Wallstreet.Storage.S3;

/// <summary>Makes the SDK's client from our settings.</summary>
internal static class S3ClientOptions
{
    public static AmazonS3Client NewClient(S3Options options, TimeProvider time)
    {
        AmazonS3Config config = ToConfig(options);
        try
        {
            return options.AccessKeyRef is null
                ? new AmazonS3Client(config)
                : new AmazonS3Client(new ReferencedCredentials(options, time), config);
        }
        catch (AmazonClientException error)
        {
            throw new ObjectStoreFailedException(
                $"The S3 client cannot be set up: {error.Message} Set Storage:S3:Region or Storage:S3:Endpoint.", error);
        }
    }

    /// <summary>Whether to avoid what older servers do not understand.</summary>
    public static bool IsLegacyCompatible(S3Options options) => options.LegacyCompatible ?? options.Endpoint is not null;

    private static AmazonS3Config ToConfig(S3Options options)
    {
        AmazonS3Config config = new()
        {
            ForcePathStyle = options.ForcePathStyle ?? options.Endpoint is not null,
            MaxErrorRetry = options.RetriesMax,
            RetryMode = RequestRetryMode.Standard,
            Timeout = options.RequestTimeout,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = options.Region ?? "us-east-1";
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        if (IsLegacyCompatible(options))
        {
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }

        return config;
    }
}
