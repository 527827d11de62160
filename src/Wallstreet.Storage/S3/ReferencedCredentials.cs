using Amazon.Runtime;

namespace Wallstreet.Storage.S3;

/// <summary>Credentials read from where the settings say they are, again every minute: mounted secrets rotate.</summary>
internal sealed class ReferencedCredentials(S3Options options, TimeProvider time) : AWSCredentials
{
    private static readonly TimeSpan _age = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ImmutableCredentials? _current;
    private long _readAt;

    public override ImmutableCredentials GetCredentials()
    {
        lock (_lock)
        {
            if (_current is null || time.GetElapsedTime(_readAt) > _age)
            {
                _current = Read();
                _readAt = time.GetTimestamp();
            }

            return _current;
        }
    }

    public override Task<ImmutableCredentials> GetCredentialsAsync() => Task.FromResult(GetCredentials());

    private ImmutableCredentials Read()
    {
        try
        {
            return new ImmutableCredentials(
                SecretReference.Read("Storage:S3:AccessKeyRef", options.AccessKeyRef!),
                SecretReference.Read("Storage:S3:SecretKeyRef", options.SecretKeyRef!),
                options.SessionTokenRef is { } token ? SecretReference.Read("Storage:S3:SessionTokenRef", token) : null);
        }
        catch (ObjectStoreAccessException error)
        {
            // Of this type and without a cause: the SDK would try an IOException again for seconds.
            throw new AmazonClientException(error.Message);
        }
    }
}
